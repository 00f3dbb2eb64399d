import { createOwner } from '../../../app/domain/accounts/owner-setup';
import { login } from '../../../app/domain/accounts/sign-in';
import { makeForeignToken, makeToken, PASSWORD } from '../api/call';
import type { TestServices } from '../web/test-services';

/** How somebody of a team comes in: another program, or a browser. */
export interface Member {
  token: string;
  session: string;
}

/** An owner of the first team, and one of another. */
export async function ownersOfTwoTeams(services: TestServices): Promise<[home: Member, other: Member]> {
  const signedIn = async (teamSlug: string, token: string): Promise<Member> => {
    const email = `${teamSlug}@example.org`;
    await createOwner(services, { email, name: 'Ann', password: PASSWORD, teamSlug });
    const { sessionToken } = await login(services, { email, password: PASSWORD }, '203.0.113.1');
    return { token, session: sessionToken };
  };
  const [token, foreign] = [await makeToken(services), await makeForeignToken(services)];
  return [await signedIn('home', token), await signedIn('other', foreign)];
}
