import Provider, {
  type Adapter,
  type AdapterPayload,
  type ClientMetadata,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  type ResourceServer,
} from 'oidc-provider';
import type { IdentityConfiguration } from './configuration';
import type { AdmittedConnections } from './connections';
import type { KeyFolder } from './keys';
import { failurePage, loggedOutPage, logOutPage, pageHeaders } from './page';
import { CUSTODIAN_SCOPES, type DemoConnection, INDEX_SCOPES, type Role, scopesFor } from './people';
import { memoryStorage } from './storage';

const ACCESS_TOKEN_LIFE = 600;
const DAY = 24 * 3600;

/** Clients of the product for people. */
export const OWN_CLIENTS = ['raakvlak-cli', 'raakvlak-web'] as const;

/** Where the page with the demo people is. */
export const CHOICE_PATH = '/interaction/';

interface Claims {
  readonly roles: readonly Role[];
  readonly department: string;
  readonly teams: readonly string[];
}

/**
 * The OpenID provider: authorization code with PKCE for people, client credentials with a signed assertion for
 * connections, one access token per resource (RFC 8707), signed with ES256 as `at+jwt` (RFC 9068).
 * @param issuer identifier and address, without a slash at the end
 * @param admitted connections that come and go while it runs
 */
export function makeProvider(
  issuer: string,
  configuration: IdentityConfiguration,
  keys: KeyFolder,
  admitted: AdmittedConnections,
): Provider {
  const { people, connections } = configuration.people;
  const known = new Map<string, Claims>([
    ...people.map(({ sub, roles, department, teams }) => [sub, { roles, department, teams }] as const),
    ...connections.map((one) => [one.clientId, connectionClaims(one)] as const),
  ] as [string, Claims][]);
  const claimsOf = (name: string): Claims | undefined => {
    const connection = known.has(name) ? undefined : admitted.find(name);
    return connection === undefined ? known.get(name) : connectionClaims(connection);
  };
  const names = new Map(people.map(({ sub, name }) => [sub, name]));
  const resources = new Map([
    [configuration.indexAudience, 'index'],
    [configuration.custodianAudience, 'custodian'],
  ] as const);

  const settings: Configuration = {
    adapter: storageWith((clientId) => {
      const connection = admitted.find(clientId);
      return connection === undefined ? undefined : connectionClient(connection, keys);
    }),
    jwks: keys.signingKeys() as Configuration['jwks'],
    cookies: { keys: keys.cookieKeys(), names: { session: 'idp', interaction: 'idp_choice', resume: 'idp_resume' } },
    clients: [...humanClients(configuration.redirectOrigins), ...connections.map((one) => connectionClient(one, keys))],
    clientDefaults: {
      id_token_signed_response_alg: 'ES256',
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'profile'],
    claims: { openid: ['sub'], profile: ['name'] },
    // The name stands in the ID token: the web app asks nothing else of the provider, and no access token bears it.
    conformIdTokenClaims: false,
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256'], idTokenSigningAlgValues: ['ES256'] },
    pkce: { required: () => true },
    ttl: {
      AccessToken: ACCESS_TOKEN_LIFE,
      ClientCredentials: ACCESS_TOKEN_LIFE,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_LIFE,
      Interaction: 1800,
      RefreshToken: DAY,
      Session: DAY,
      Grant: DAY,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const returnsTo = URL.parse(String(ctx.oidc.params?.post_logout_redirect_uri))?.origin;
          ctx.set(pageHeaders(returnsTo));
          ctx.body = logOutPage(form, returnsTo);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.set(pageHeaders());
          ctx.body = loggedOutPage();
        },
      },
      userinfo: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource, client) => {
          const name = resources.get(resource);
          if (name === undefined) throw new errors.InvalidTarget();
          const own = claimsOf(client.clientId);
          const scopes = own ? scopesFor(own.roles, name) : name === 'index' ? INDEX_SCOPES : CUSTODIAN_SCOPES;
          return resourceServer(resource, scopes);
        },
      },
    },
    interactions: { policy: policy(), url: (_ctx, interaction) => `${CHOICE_PATH}${interaction.uid}` },
    findAccount: (_ctx, sub) =>
      known.has(sub) ? { accountId: sub, claims: () => ({ sub, name: names.get(sub) }) } : undefined,
    extraTokenClaims: (_ctx, token) => ({
      ...claimsOf(token.kind === 'AccessToken' ? token.accountId : (token.clientId ?? '')),
    }),
    // Made-up people have nothing to consent with: the scopes of their roles are granted as they sign in.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const accountId = session?.accountId;
      const roles = known.get(accountId ?? '')?.roles;
      if (client === undefined || accountId === undefined || roles === undefined) return undefined;
      // Tabs of one session share a grant, so that a log-out in one ends the refresh tokens of all.
      const shared = isWeb(client) ? await provider.Grant.find(session?.grantIdFor(client.clientId) ?? '') : undefined;
      const grant = shared ?? new provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope('openid offline_access profile');
      for (const [resource, name] of resources) grant.addResourceScope(resource, scopesFor(roles, name));
      await grant.save();
      return grant;
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Whoever logs out of the browser session is logged out of the web app; a command line stays signed in.
    expiresWithSession: (ctx) => isWeb(ctx.oidc.client),
    clientBasedCORS: (_ctx, origin) => configuration.redirectOrigins.includes(origin),
    // RFC 7523, 3 allows several audiences; only the issuer is one that no other party could replay.
    assertJwtClientAuthClaimsAndHeader: (ctx, claims) => {
      if (claims.aud !== ctx.oidc.issuer) throw new errors.InvalidClientAuth('aud must be the issuer');
    },
    renderError: (ctx) => {
      ctx.set(pageHeaders());
      ctx.body = failurePage();
    },
  };
  const provider = new Provider(issuer, settings);
  provider.use(ownPagesOnly(configuration.redirectOrigins));
  return provider;
}

const isWeb = (client: { readonly applicationType?: string } | undefined): boolean => client?.applicationType === 'web';

/**
 * The library has one page that sends itself on by a script: when another person is chosen than was signed in. It adds the
 * hash of that script to this policy. A log-out without a session needs no page.
 */
function ownPagesOnly(origins: readonly string[]): Parameters<Provider['use']>[0] {
  const policy = [
    "default-src 'none'",
    'script-src',
    // Browsers apply form-action to the redirects after it: to the web app, or to the port of a command line.
    ['form-action', "'self'", ...origins, 'http://127.0.0.1:*'].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return async (ctx, next) => {
    ctx.set('content-security-policy', policy);
    await next();
    const { oidc } = ctx as { oidc?: KoaContextWithOIDC['oidc'] };
    if (oidc?.route !== 'end_session' || ctx.status !== 200 || oidc.session?.accountId !== undefined) return;
    const { post_logout_redirect_uri: registered, state } = oidc.params ?? {};
    const to = new URL(typeof registered === 'string' ? registered : oidc.urlFor('end_session_success'));
    if (typeof registered === 'string' && typeof state === 'string') to.searchParams.set('state', state);
    ctx.redirect(to.href);
  };
}

const connectionClaims = ({ department, teams }: DemoConnection): Claims => ({
  roles: ['connection'],
  department,
  teams,
});

/** The storage of the provider, with clients that are looked up each time instead of being kept. */
function storageWith(client: (clientId: string) => ClientMetadata | undefined): (model: string) => Adapter {
  const storage = memoryStorage();
  return (model) => {
    const adapter = storage(model);
    if (model !== 'Client') return adapter;
    return { ...adapter, find: async (clientId) => client(clientId) as AdapterPayload | undefined };
  };
}

/** Native apps choose anew each time (RFC 8252, 8.6); the web app keeps its session, and nobody sees a consent page. */
function policy(): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base();
  prompts.remove('consent');
  const { Check } = interactionPolicy;
  prompts
    .get('login')
    ?.checks.add(
      new Check('native_client_prompt', 'native clients require a choice', 'interaction_required', ({ oidc }) =>
        oidc.client?.applicationType === 'native' && !oidc.result?.login
          ? Check.REQUEST_PROMPT
          : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return prompts;
}

function resourceServer(audience: string, scopes: readonly string[]): ResourceServer {
  return {
    audience,
    scope: scopes.join(' '),
    accessTokenTTL: ACCESS_TOKEN_LIFE,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  };
}

function humanClients(origins: readonly string[]): ClientMetadata[] {
  const shared = { token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'] } as const;
  const cli: ClientMetadata = {
    ...shared,
    grant_types: [...shared.grant_types],
    client_id: 'raakvlak-cli',
    application_type: 'native',
    // The port is free to choose at each sign-in (RFC 8252, 7.3).
    redirect_uris: ['http://127.0.0.1/callback'],
  };
  const web: ClientMetadata = {
    ...shared,
    grant_types: [...shared.grant_types],
    client_id: 'raakvlak-web',
    application_type: 'web',
    redirect_uris: origins.map((origin) => `${origin}/signed-in`),
    post_logout_redirect_uris: origins.map((origin) => `${origin}/signed-out`),
  };
  return origins.length === 0 ? [cli] : [cli, web];
}

const connectionClient = (connection: DemoConnection, keys: KeyFolder): ClientMetadata => ({
  client_id: connection.clientId,
  client_name: connection.name,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  jwks: { keys: [keys.connectionKey(connection)] },
});
