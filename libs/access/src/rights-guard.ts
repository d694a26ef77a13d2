import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  type OnModuleInit,
  type Type,
  createParamDecorator,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { AccessTokens } from '#platform';
import { problemsOf } from '#problem';
import { type Actor, actorOf } from './actor';
import { type Right, may } from './rights';

const problem = problemsOf('access', {
  'sign-in-first': {
    status: 401,
    title: 'There is no access token',
    advice: 'Sign in and send the access token in the header authorization: Bearer.',
  },
  'not-allowed': {
    status: 403,
    title: 'Your role does not allow this',
    advice: 'Ask your application manager which role this needs.',
  },
});

/** Names the right that a route needs. */
export const Requires = Reflector.createDecorator<Right>();
/** Says that a route is open to everyone, and why. */
export const OpenToAll = Reflector.createDecorator<string>();

interface ActorRequest {
  readonly headers: { readonly authorization?: string };
  actor?: Actor;
}

/** The signed-in actor of this request, as the guard found it. */
export const TheActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorRequest>();
  if (actor === undefined) throw problem('sign-in-first');
  return actor;
});

/** Told of each refused right before the refusal is answered; when it throws, that is the answer. */
export type OnRefusal = (actor: Actor, right: Right) => Promise<void>;

/** What happens with an actor who was let through: it may be told of her, and may add what her token does not know. */
export type OnAdmission = (actor: Actor, right: Right) => Actor | Promise<Actor>;

@Injectable()
export class RightsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly onRefusal: OnRefusal,
    private readonly onAdmission: OnAdmission = (actor) => actor,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.get(OpenToAll, handler) !== undefined) return true;
    const right = this.reflector.get(Requires, handler) as Right | undefined;
    if (right === undefined) throw problem('not-allowed');
    const request = context.switchToHttp().getRequest<ActorRequest>();
    const bearer = bearerOf(request.headers.authorization);
    const known = this.tokens.cached(bearer);
    // The common case stays synchronous: a token seen before costs one look-up.
    if (known !== undefined) return this.admit(request, actorOf(known), right);
    return this.tokens.verify(bearer).then((token) => this.admit(request, actorOf(token), right));
  }

  private admit(request: ActorRequest, actor: Actor, right: Right): true | Promise<true> {
    if (may(actor, right)) {
      const admitted = this.onAdmission(actor, right);
      if (admitted instanceof Promise) return admitted.then((one) => this.enter(request, one));
      return this.enter(request, admitted);
    }
    return this.onRefusal(actor, right).then(() => {
      throw problem('not-allowed');
    });
  }

  private enter(request: ActorRequest, actor: Actor): true {
    request.actor = actor;
    return true;
  }
}

function bearerOf(header: string | undefined): string {
  const match = /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? '');
  if (match?.[1] === undefined) throw problem('sign-in-first');
  return match[1];
}

/**
 * Walks over all controllers when the process starts and stops it when a route names neither a right nor that it is open.
 */
@Injectable()
export class EveryRouteNamesItsRight implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error naming the method */
  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      const controller = metatype as Type<unknown>;
      const methods = controller.prototype as Record<string, (...given: unknown[]) => unknown>;
      for (const name of this.scanner.getAllMethodNames(methods)) {
        const method = methods[name];
        if (method === undefined || !Reflect.hasMetadata('path', method)) continue;
        const named = this.reflector.get(Requires, method) ?? this.reflector.get(OpenToAll, method);
        if (named === undefined)
          throw new Error(`${controller.name}.${name} names no right: add @Requires or @OpenToAll`);
      }
    }
  }
}
