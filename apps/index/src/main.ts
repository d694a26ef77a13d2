/**
 * index: HTTP of the index.
 *
 * Controllers, the classes of requests and answers, and the wiring. No SQL and no rules: those live in the libraries.
 * It holds the storage key and the audit key, sees tokens and never identifiers, and has no connection to the database
 * of the custodian. Any number of these processes share one database.
 */
import { APP_GUARD, DiscoveryModule, Reflector } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type Actor, EveryRouteNamesItsRight, type Right, RightsGuard } from '#access';
import { AuditKeys, Recorder, prepareRecord } from '#accountability';
import { Policies, PolicyShelf, ProposePolicyHandler, carryPolicy } from '#disclosure';
import {
  InquiryBudgets,
  CarryOutTeamChanges,
  InquiryGrounds,
  Involvement,
  Link,
  Lookup,
  MarkMistakesHandler,
  MoveInvolvementHandler,
  OwnInquiriesHandler,
  OurCollectiveAddressesHandler,
  OurInvolvementHandler,
  PractiseHandler,
  PlanTeamChangeHandler,
  ProtocolState,
  RegisterInvolvementHandler,
  RegisterInvolvementsHandler,
  RegistrationGrounds,
  RenewInvolvementHandler,
  RenewInvolvementsHandler,
  SimulateHandler,
  StorageKey,
  TeamChangeGrounds,
  WhoElseIsInvolvedHandler,
  WithdrawInvolvementHandler,
  WithdrawInvolvementsHandler,
  WithdrawTeamHandler,
} from '#involvement';
import {
  CancelTeamChangeHandler,
  Catalogue,
  ConnectionShelf,
  ConnectionsHandler,
  CoversToManageHandler,
  DecideProposalHandler,
  ChangeContactHandler,
  Department,
  Duty,
  EndConnectionHandler,
  EndCoverHandler,
  GiveCoverHandler,
  HeartbeatHandler,
  Issuer,
  KnownEpochs,
  ManagedTeamsHandler,
  OrganisationHandler,
  Proposals,
  ProposePurposeHandler,
  PurposeVersion,
  PutConnectionHandler,
  PutDepartmentHandler,
  PutTeamHandler,
  Sightings,
  Team,
  TeamChangesHandler,
  TeamContactHandler,
  TeamNamesHandler,
  WhoAmIHandler,
  WhoMayWhatList,
  carryPurpose,
  organisationCarries,
} from '#organisation';
import {
  EventsForReviewHandler,
  HeadOfLogHandler,
  JudgeReviewCaseHandler,
  LookCloselyHandler,
  OurCanariesHandler,
  OurEventsHandler,
  PlantCanaryHandler,
  ReviewCasesHandler,
  SearchLooksHandler,
  WhatWasNoticedHandler,
  WithdrawCanaryHandler,
} from '#oversight';
import { AccessTokens, UnitOfWork, openDatabase, openEdge, poolOf, runProcess } from '#platform';
import { AlarmsController } from './alarms.controller';
import { CanariesController } from './canaries.controller';
import { AccessController } from './access.controller';
import { CollectiveAddressesController } from './collective-addresses.controller';
import { ConnectionsController } from './connections.controller';
import { HealthController } from './health.controller';
import { InquiriesController } from './inquiries.controller';
import { InvolvementsController } from './involvements.controller';
import { ListsController } from './lists.controller';
import { LooksController } from './looks.controller';
import { MeController } from './me.controller';
import { OpenApiController } from './openapi.controller';
import { OrganisationController } from './organisation.controller';
import { OwnInquiriesController } from './own-inquiries.controller';
import { PolicyController } from './policy.controller';
import { PracticeController } from './practice.controller';
import { ProofsController } from './proofs.controller';
import { ProposalsController } from './proposals.controller';
import { ReviewController } from './review.controller';
import { Demonstration, PublishSeconds, readSettings } from './settings';
import { TeamChangesController } from './team-changes.controller';
import { ServedWebApp, WebApp } from './web-app';

const value = <T extends object>(token: abstract new (...given: never[]) => T, useValue: T) => ({
  provide: token,
  useValue,
});

async function start(): Promise<{ port: number; close(): Promise<void> }> {
  const settings = readSettings();
  const database = await openDatabase({
    url: settings.DATABASE_URL,
    entities: [Department, Team, PurposeVersion, Involvement, Link],
    name: 'raakvlak-index',
    connections: settings.DATABASE_CONNECTIONS,
  }).initialize();
  const protocol = new ProtocolState({
    custodianUrl: settings.CUSTODIAN_URL,
    rootKey: settings.ROOT_PUBLIC_KEY,
    demo: settings.DEMO,
  });
  await protocol.start();

  const unitOfWork = new UnitOfWork(database);
  const recorder = new Recorder(unitOfWork);
  const catalogue = new Catalogue(database);
  const policies = new Policies(database);
  const auditKeys = new AuditKeys(settings.AUDIT_KEY_FILE);
  // What becomes of an approved proposal, by its kind.
  const proposals = new Proposals(unitOfWork, auditKeys, {
    policy: carryPolicy,
    purpose: carryPurpose,
    ...organisationCarries(),
  });
  const storageKey = new StorageKey(settings.STORAGE_KEY_FILE);
  const tokens = new AccessTokens({
    issuer: settings.OIDC_ISSUER,
    audience: settings.AUDIENCE,
    claims: settings.CLAIMS_FILE,
    ...(settings.OIDC_JWKS_URI === undefined ? {} : { jwksUri: settings.OIDC_JWKS_URI }),
  });
  const onRefusal = (actor: Actor, right: Right): Promise<void> =>
    recorder.note([
      prepareRecord(
        {
          happening: { action: right, purpose: 'unknown', department: 'unknown', outcome: 'refused' },
          actor: { id: actor.id, roles: actor.roles },
          technical: { client: actor.client, node: 'index' },
          disclosed: { reason: 'access.not-allowed' },
        },
        auditKeys,
      ),
    ]);

  const knownEpochs = new KnownEpochs(
    () => protocol.current().known,
    () => protocol.current().live,
  );
  const duty = new Duty(catalogue);
  const sightings = new Sightings(database);
  const onAdmission = (actor: Actor, right: Right): Actor | Promise<Actor> => {
    sightings.see(actor);
    return duty.of(actor, right);
  };

  class IndexModule {}
  const edge = await openEdge(
    {
      module: IndexModule,
      imports: [CqrsModule.forRoot(), DiscoveryModule],
      controllers: [
        AlarmsController,
        CanariesController,
        AccessController,
        CollectiveAddressesController,
        ConnectionsController,
        InquiriesController,
        InvolvementsController,
        ListsController,
        LooksController,
        MeController,
        OpenApiController,
        OrganisationController,
        OwnInquiriesController,
        PolicyController,
        PracticeController,
        ProofsController,
        ProposalsController,
        ReviewController,
        TeamChangesController,
        HealthController,
      ],
      providers: [
        value(DataSource, database),
        value(UnitOfWork, unitOfWork),
        value(Recorder, recorder),
        value(Catalogue, catalogue),
        value(AuditKeys, auditKeys),
        value(Policies, policies),
        value(Proposals, proposals),
        value(PolicyShelf, new PolicyShelf(policies, proposals)),
        value(StorageKey, storageKey),
        value(ProtocolState, protocol),
        value(Lookup, new Lookup(poolOf(database), storageKey)),
        value(
          TeamChangeGrounds,
          new TeamChangeGrounds(
            catalogue,
            policies,
            new CarryOutTeamChanges(unitOfWork, catalogue, policies, storageKey, auditKeys),
          ),
        ),
        value(
          InquiryGrounds,
          new InquiryGrounds(
            catalogue,
            policies,
            protocol,
            storageKey,
            auditKeys,
            new InquiryBudgets(settings.BUDGETS_FILE, auditKeys),
          ),
        ),
        value(RegistrationGrounds, new RegistrationGrounds(catalogue, protocol, storageKey, auditKeys)),
        value(KnownEpochs, knownEpochs),
        value(ConnectionShelf, new ConnectionShelf(new Issuer(settings.OIDC_ISSUER), knownEpochs)),
        value(Demonstration, new Demonstration(settings.DEMO)),
        value(WhoMayWhatList, new WhoMayWhatList(unitOfWork, auditKeys)),
        value(PublishSeconds, new PublishSeconds(settings.PUBLISH_SECONDS)),
        { provide: APP_GUARD, useValue: new RightsGuard(new Reflector(), tokens, onRefusal, onAdmission) },
        EveryRouteNamesItsRight,
        value(ServedWebApp, new ServedWebApp(settings.WEB_CONFIGURATION_FILE)),
        WebApp,
        WhoElseIsInvolvedHandler,
        RegisterInvolvementHandler,
        RegisterInvolvementsHandler,
        RenewInvolvementHandler,
        RenewInvolvementsHandler,
        WithdrawInvolvementHandler,
        WithdrawInvolvementsHandler,
        WithdrawTeamHandler,
        MoveInvolvementHandler,
        OurCollectiveAddressesHandler,
        OurInvolvementHandler,
        PutDepartmentHandler,
        PutTeamHandler,
        HeartbeatHandler,
        ProposePolicyHandler,
        ProposePurposeHandler,
        DecideProposalHandler,
        SimulateHandler,
        PractiseHandler,
        WhatWasNoticedHandler,
        PlantCanaryHandler,
        WithdrawCanaryHandler,
        OurCanariesHandler,
        OurEventsHandler,
        EventsForReviewHandler,
        ReviewCasesHandler,
        JudgeReviewCaseHandler,
        SearchLooksHandler,
        LookCloselyHandler,
        HeadOfLogHandler,
        OwnInquiriesHandler,
        MarkMistakesHandler,
        GiveCoverHandler,
        EndCoverHandler,
        CoversToManageHandler,
        ChangeContactHandler,
        OrganisationHandler,
        PlanTeamChangeHandler,
        TeamChangesHandler,
        CancelTeamChangeHandler,
        WhoAmIHandler,
        ManagedTeamsHandler,
        TeamNamesHandler,
        TeamContactHandler,
        ConnectionsHandler,
        PutConnectionHandler,
        EndConnectionHandler,
      ],
    } as never,
    { port: settings.PORT, host: settings.HOST },
  );
  return {
    port: edge.port,
    close: async () => {
      await edge.close();
      protocol.stop();
      await database.destroy();
    },
  };
}

runProcess('index', start);
