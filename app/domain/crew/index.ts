/** Links by which crew enter without an account, and the sessions their browsers hold. */
export { createLink, listLinks, revokeLink } from './links';
export { CREW_SESSION_MAX_AGE_S, crewOfSession, openLink, type Crew } from './session';
