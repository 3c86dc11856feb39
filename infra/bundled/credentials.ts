/** Lambda puts a function's credentials into its environment: no file, no sign-on, no other role. */

export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
