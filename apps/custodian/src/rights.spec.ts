import { Controller, Get, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AccessTokens } from '#platform';
import { EvaluationsController } from './evaluations.controller';
import { Public, RightsGuard } from './rights';

@Controller('silent')
class SilentController {
  @Get()
  answer(): string {
    return 'anything';
  }
}

@Controller('open')
class OpenController {
  @Get()
  @Public()
  answer(): string {
    return 'published';
  }
}

async function start(...controllers: Type<unknown>[]): Promise<void> {
  const tokens = new AccessTokens({ issuer: 'https://issuer.example', audience: 'urn:raakvlak:custodian' });
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [RightsGuard, { provide: AccessTokens, useValue: tokens }],
  }).compile();
  await module.init();
  await module.close();
}

it('a route that does not name its rights keeps the process from starting', async () => {
  await expect(start(OpenController, SilentController)).rejects.toThrow(
    'SilentController.answer does not name its rights',
  );
});

it('routes that name their rights let it start', async () => {
  await expect(start(OpenController)).resolves.toBeUndefined();
  expect(Reflect.getMetadata('custodian:need', EvaluationsController.prototype.answer as object)).toEqual({
    ask: 'raakvlak:ask',
    register: 'raakvlak:register',
  });
});
