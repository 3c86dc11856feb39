import { describe, expect, it } from '@jest/globals';
import { refuseOverrides, told } from '../../lambdas/cloud/environment.ts';

describe('a deployed function', () => {
  it.each([
    ['AWS_ENDPOINT_URL', 'https://evil.example.com'],
    ['AWS_ENDPOINT_URL_STS', 'https://sts.eu-north-1.amazonaws.com.evil.example.com/'],
    ['AWS_ENDPOINT_URL_DYNAMODB', 'https://dynamodb.evil.com/?amazonaws.com'],
    ['AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.com.evil.example.com'],
    ['AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.com@evil.example.com'],
    ['AWS_ENDPOINT_URL_KMS', 'nothing that is an address'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ])('does not start when %s is %s', (name, value) => {
    expect(() => refuseOverrides({ [name]: value })).toThrow(`because ${name}`);
  });

  it.each([
    ['AWS_ENDPOINT_URL_STS', 'https://sts.eu-north-1.amazonaws.com'],
    ['AWS_ENDPOINT_URL_SQS', 'https://sqs.eu-north-1.api.aws'],
    ['AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.com/'],
    ['AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:8000'],
    ['AWS_ENDPOINT_URL', ''],
    ['SOME_OTHER_URL', 'https://example.com'],
  ])('starts when %s is %s', (name, value) => {
    expect(() => refuseOverrides({ [name]: value })).not.toThrow();
  });

  it('never repeats the query of an address that it refuses', () => {
    const address = 'https://evil.example.com/?token=hunter2';
    expect(() => refuseOverrides({ AWS_ENDPOINT_URL: address })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('says which of its words is missing', () => {
    expect(told({ FARWATCH_HOME: 'eu-north-1' }, 'FARWATCH_HOME')).toBe('eu-north-1');
    expect(() => told({}, 'FARWATCH_HOME')).toThrow('FARWATCH_HOME is not set');
    expect(() => told({ FARWATCH_HOME: '' }, 'FARWATCH_HOME')).toThrow('FARWATCH_HOME is not set');
  });
});
