import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  type OnModuleInit,
  type Type,
  SetMetadata,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AccessTokens, type VerifiedToken } from '#platform';
import { problem } from './problems';
import type { Use } from '#tokens';

const NEED = 'custodian:need';
const ROUTE_PATH = 'path';

/** `public`, or the scope that each use in the body asks for. */
type Need = 'public' | Readonly<Record<Use, string>>;

/** This route answers anybody: it shows what is published anyway. */
export const Public = () => SetMetadata(NEED, 'public' satisfies Need);

/** This route needs the scope that belongs to `use` in its body. */
export const NeedsScopeByUse = (scopes: Readonly<Record<Use, string>>) => SetMetadata(NEED, scopes satisfies Need);

/** A request that passed the guard of a route that is not public. */
export interface AuthorisedRequest extends FastifyRequest {
  bearer: VerifiedToken;
}

/**
 * The only gate: global, so that no path trick goes around it, and closed unless a route says what it needs. The
 * process does not start when a route says nothing.
 */
@Injectable()
export class RightsGuard implements CanActivate, OnModuleInit {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly reflector: Reflector,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      const controller = metatype as Type<unknown>;
      const methods = controller.prototype as Record<string, object>;
      for (const name of this.scanner.getAllMethodNames(methods)) {
        const isRoute = Reflect.hasMetadata(ROUTE_PATH, methods[name]!);
        if (isRoute && this.reflector.get<Need>(NEED, methods[name] as never) === undefined) {
          throw new Error(`${controller.name}.${name} does not name its rights`);
        }
      }
    }
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const need = this.reflector.get<Need | undefined>(NEED, context.getHandler());
    if (need === 'public') return true;
    if (need === undefined) return false;
    const request = context.switchToHttp().getRequest<AuthorisedRequest>();
    const token = bearerOf(request);
    request.bearer = this.tokens.cached(token) ?? (await this.tokens.verify(token));
    const { scopes } = request.bearer;
    const { use } = (request.body ?? {}) as { use?: unknown };
    // A use that does not exist is refused later, as a malformed request; until then any of the scopes will do.
    const accepted = use === 'ask' || use === 'register' ? [need[use]] : Object.values(need);
    if (!accepted.some((scope) => scopes.includes(scope))) throw problem('scope-missing', { scopes: accepted });
    if (marksAddressesOnly(request.bearer.roles) && isBeyondMarking(request.body)) throw problem('role-refused');
    return true;
  }
}

/** Roles of those who meet residents, or whose systems do. */
const WORKING = ['professional', 'team-coordinator', 'connection'];

/**
 * Whether somebody is here for lists of collective addresses alone. The application manager rules over departments and
 * teams at the index; with tokens of persons as well she would be more than one hand.
 */
export const marksAddressesOnly = (roles: readonly string[]): boolean =>
  roles.includes('application-manager') && !roles.some((role) => WORKING.includes(role));

/** A use or kind that does not exist is refused later, as a malformed request. */
function isBeyondMarking(body: unknown): boolean {
  const { use, kind } = (body ?? {}) as { use?: unknown; kind?: unknown };
  return use === 'ask' || kind === 'person' || kind === 'business';
}

/** RFC 6750, 2.1; a token in the query or the body is not looked at. */
function bearerOf({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw problem('token-missing');
  return token;
}
