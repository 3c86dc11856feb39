/** Where alarms and pages go that must not depend on Slack: a topic with whoever subscribes to it. */

import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export function pagesOf(scope: Construct, page: string | undefined): Topic {
  const topic = new Topic(scope, 'Pages', { enforceSSL: true });
  if (page !== undefined) topic.addSubscription(new EmailSubscription(page));
  return topic;
}
