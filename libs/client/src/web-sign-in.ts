import { authorizationRequest, type PendingSignIn, type Person, redeem } from './authorization';
import { requireProtected } from './http';
import type { AccessTokens } from './raakvlak';
import {
  type ClientConfiguration,
  discover,
  Renewing,
  renewWithRefreshToken,
  revokeAt,
  signInProblem as problem,
} from './token-source';

export interface WebSignInOptions {
  /** Sign in again without a page, while the provider knows who is there; else `client.sign-in-refused` comes back */
  readonly prompt?: 'none';
  /** Fewer scopes than all of the product */
  readonly scopes?: readonly string[];
}

/** Somebody who is signed in to a page. Its tokens are nowhere but behind these methods. */
export interface WebSession extends AccessTokens {
  readonly person: Person;
  /**
   * Where the browser must go to end the session at the provider too, which then leads to `postLogoutRedirectUri`.
   * Nothing where the provider has no such thing. It carries no token: the provider asks whether it is meant
   */
  signOutUrl(postLogoutRedirectUri: string): string | undefined;
  /**
   * Forgets all tokens, then ends the refresh token at the provider. Access tokens that somebody else has run out.
   * @throws Problem `client.identity-provider-unreachable`, `client.sign-in-refused`; tokens are forgotten all the same
   */
  revoke(): Promise<void>;
}

/**
 * First half of signing in: where to send the browser, and what to keep until it is back.
 *
 * The answer comes back in the fragment of `redirectUri`, so that no server but the provider ever gets the code.
 * @param redirectUri registered at the provider, without query or fragment
 * @throws Problem `client.insecure-address`, `client.identity-provider-unreachable`, `client.identity-provider-unexpected`
 */
export async function beginSignIn(
  config: ClientConfiguration,
  redirectUri: string,
  options: WebSignInOptions = {},
): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
  requireProtected(redirectUri);
  const provider = await discover(config.issuer);
  // No offline_access: some providers then let a refresh token outlive the session that a log-out ends.
  return authorizationRequest(config, provider, redirectUri, {
    about: ['profile'],
    scopes: options.scopes,
    prompt: options.prompt,
    responseMode: 'fragment',
  });
}

/**
 * Second half: from the address that the browser came back to, to a session. The token for the custodian is fetched when
 * it is needed, since not everybody has a right there.
 * @param returnedUrl whole, with its fragment; take it out of the address bar and the history at once
 * @throws Problem as `redeem` and `discover`
 */
export async function finishSignIn(
  config: ClientConfiguration,
  pending: PendingSignIn,
  returnedUrl: string,
): Promise<WebSession> {
  const given = answerIn(returnedUrl, pending.redirectUri);
  const provider = await discover(config.issuer);
  const { session, person } = await redeem(config, provider, pending, given);
  const renew = renewWithRefreshToken(config, async () => provider);
  const tokens = new Renewing(session, {}, (party, refreshToken) => {
    // Signing in again would bring another token for the index, so a page that did would go round for ever.
    if (party === 'custodian' && refreshToken === undefined) throw problem('no-second-token');
    return renew(party, refreshToken);
  });
  return {
    person,
    forIndex: () => tokens.forIndex(),
    forCustodian: () => tokens.forCustodian(),
    signOutUrl(postLogoutRedirectUri) {
      if (provider.endSessionEndpoint === undefined) return undefined;
      const url = new URL(provider.endSessionEndpoint);
      url.searchParams.set('client_id', config.clientId);
      url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri);
      return url.href;
    },
    async revoke() {
      const refreshToken = await tokens.close();
      if (refreshToken !== undefined) await revokeAt(provider, config.clientId, refreshToken);
    },
  };
}

function answerIn(returnedUrl: string, redirectUri: string): URLSearchParams {
  if (!URL.canParse(returnedUrl)) throw problem('identity-provider-unexpected');
  const url = new URL(returnedUrl);
  const given = new URLSearchParams(url.hash.slice(1));
  url.hash = '';
  if (url.href !== new URL(redirectUri).href) throw problem('identity-provider-unexpected');
  return given;
}
