/** Who people are: owners, sessions, API tokens, the first setup. */
export { createApiToken, memberOfToken } from './api-token';
export { PASSWORD_MIN_LENGTH } from './password';
export { login, logout, memberOfSession, sessionActor, SESSION_MAX_AGE_S, type Member } from './session';
export { completeSetup, createOwner, setupOpen } from './setup';
