import { describe, expect, it } from '@jest/globals';
import { logicApp } from '../../probes/logic-app.ts';
import { answered, answering, netWith, signal } from './nets.ts';

const callback = 'https://prod-00.westeurope.logic.azure.com/workflows/w/invoke?sig=canary';
const disabled = JSON.stringify({
  error: {
    code: 'WorkflowTriggerIsNotEnabled',
    message: "Could not execute workflow 'w' trigger 'manual' with state 'Disabled'",
  },
});

describe('a health workflow', () => {
  type Row = readonly [expect: 'enabled' | 'disabled', status: number, text: string, is: string];
  const rows: readonly Row[] = [
    ['enabled', 200, '{"ok":true}', 'up'],
    ['disabled', 200, '{"ok":true}', 'up'],
    ['disabled', 400, disabled, 'up'],
    ['enabled', 400, disabled, 'ours'],
    ['enabled', 400, '{"error":{"code":"InvalidRequestContent"}}', 'ours'],
    ['disabled', 400, '{"error":{"code":"InvalidRequestContent"}}', 'ours'],
    ['enabled', 401, '', 'ours'],
    ['enabled', 404, '{"error":{"code":"WorkflowNotFound"}}', 'ours'],
    ['disabled', 404, '{"error":{"code":"WorkflowNotFound"}}', 'ours'],
    ['enabled', 429, '', 'ours'],
    ['enabled', 202, '', 'ours'],
    ['enabled', 502, '{"error":{"code":"NoResponse"}}', 'down'],
    ['enabled', 504, '', 'down'],
    ['disabled', 503, disabled, 'down'],
  ];

  it.each(rows)('expected %s, answers %i %s: %s', async (expected, status, text, is) => {
    const { http } = answering(answered(status, { text }));
    const net = netWith({ http, secret: async () => callback });
    const answer = await logicApp.ask(net, { ...logicApp.example, expect: expected }, signal);
    const { finding } = answer;
    expect(finding.is === 'unsure' ? finding.whose : finding.is).toBe(is);
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  it('is called by POST at the address that the reference stands for', async () => {
    const { http, requests } = answering(answered(200));
    await logicApp.ask(netWith({ http, secret: async () => callback }), logicApp.example, signal);
    expect(requests).toMatchObject([{ url: callback, method: 'POST', body: '{}' }]);
  });

  it('says what is wrong when it is disabled where it should run', async () => {
    const { http } = answering(answered(400, { text: disabled }));
    const net = netWith({ http, secret: async () => callback });
    const { finding } = await logicApp.ask(net, logicApp.example, signal);
    expect(finding).toMatchObject({
      why: 'workflow orders-health is disabled on the active side',
    });
  });

  it('takes no callback address in the file', () => {
    const raw = { ...logicApp.example, url: callback };
    expect(logicApp.settings.safeParse(raw).success).toBe(false);
  });
});
