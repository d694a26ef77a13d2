import { useState } from 'preact/hooks';
import '../design/fields.css';
import '../design/table.css';
import {
  ActionLink,
  Actions,
  Busy,
  Button,
  DefinitionList,
  Foreign,
  Notice,
  PageTitle,
  SelectField,
  Stack,
  StatusBadge,
} from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { go, pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { day, fill, moment, useText } from '../shell/texts';
import { Back } from './back';
import { type Basis, loadBasis } from './basis';
import { DifferenceView } from './difference';
import { MatrixView } from './matrix-view';
import { readPolicy } from './read-policy';
import { Always, BrokersView, RulesView } from './rules-view';
import type { Policy, Proposal, Version } from './shapes';
import { VersionState } from './version-state';
import { loadProposals, loadVersions, person, policyChoices } from './versions';
import { lowered, Words } from './words';

/** Only who drafts fetches the forms for it. */
const DraftScreen = later(async () => (await import('./draft-screen')).DraftScreen, ['draft', 'difference']);

const IN_FORCE = 'in-force';

/** One version or proposal of the policy; compared with another when the address names one; or a new proposal. */
export default function VersionScreen(props: ScreenProps) {
  const base = props.query.get('new');
  if (base !== null && props.me.rights.includes('policy.propose'))
    return <DraftScreen {...props} base={base} key={base} />;
  const name = props.query.get('version') ?? IN_FORCE;
  return <VersionPage {...props} name={name} key={name} />;
}

interface Found {
  readonly basis: Basis;
  readonly versions: readonly Version[];
  readonly proposals: readonly Proposal[];
  readonly policy: Policy;
  /** `v3`, or the id of a proposal */
  readonly name: string;
}

async function load(name: string, proposalsToo: boolean): Promise<Found> {
  const [basis, versions, proposals, given] = await Promise.all([
    loadBasis(),
    loadVersions(),
    proposalsToo ? loadProposals() : [],
    desk.raakvlak.policyRoom.policy(name),
  ]);
  const policy = readPolicy(given);
  return { basis, versions, proposals, policy, name: name === IN_FORCE ? `v${policy.version}` : name };
}

function VersionPage({ me, query, name }: ScreenProps & { readonly name: string }) {
  const t = useText('policy');
  const { value, problem } = useFetched(() => load(name, me.rights.includes('proposal.read')));
  return (
    <Stack wide>
      <Back to="policy" words={t.back} />
      {problem !== undefined && (
        <>
          <PageTitle focus>{t.title}</PageTitle>
          <ProblemNotice problem={problem} />
        </>
      )}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && <Whole found={value} me={me} other={query.get('with') ?? undefined} />}
    </Stack>
  );
}

function Whole({ found, me, other }: { found: Found; me: ScreenProps['me']; other: string | undefined }) {
  const t = useText('policy');
  const { printedAt } = useText('policyVersion');
  const { basis, policy, name, versions, proposals } = found;
  const words = new Words(t, basis);
  const called = (one: string): string =>
    lowered(policyChoices(versions, proposals, me, t).find(({ value }) => value === one)?.label ?? one);
  return (
    <>
      <Head found={found} me={me} other={other} />
      {other !== undefined && (
        <DifferenceView from={other} to={name} words={words} called={{ from: called(other), to: called(name) }} />
      )}
      <RulesView content={policy} words={words} />
      <BrokersView content={policy} words={words} />
      <MatrixView name={name} words={words} key={name} />
      <Always />
      <p class="print-only rv-small">{fill(printedAt, { at: moment(Date.now()) })}</p>
    </>
  );
}

function Head({ found, me, other }: { found: Found; me: ScreenProps['me']; other: string | undefined }) {
  const t = useText('policy');
  const v = useText('policyVersion');
  const { policy, name, versions, proposals } = found;
  const about = versions.find(({ version }) => name === `v${version}`);
  const proposal = proposals.find(({ id }) => id === name);
  const title = fill(about === undefined ? v.proposalTitle : v.title, { n: policy.version });
  return (
    <>
      <PageTitle focus={name + (other ?? '')}>{title}</PageTitle>
      {about === undefined && <Notice kind="info">{v.proposalNote}</Notice>}
      {about !== undefined && <AboutVersion version={about} me={me} />}
      {proposal !== undefined && <AboutProposal proposal={proposal} me={me} />}
      <Actions>
        <Button icon="print" onClick={() => print()}>
          {t.print}
        </Button>
        <ActionLink href={pathOf('simulator', { policy: name })}>{v.simulate}</ActionLink>
        {about !== undefined && me.rights.includes('policy.propose') && (
          <ActionLink href={pathOf('policyVersion', { new: name })}>{v.fresh}</ActionLink>
        )}
        {proposal?.state === 'open' && (
          <ActionLink href={pathOf('proposals', { proposal: proposal.id })}>{v.decide}</ActionLink>
        )}
      </Actions>
      <CompareWith
        name={name}
        other={other}
        choices={policyChoices(versions, proposals, me, t).filter(({ value }) => value !== name)}
      />
    </>
  );
}

function AboutVersion({ version, me }: { version: Version; me: ScreenProps['me'] }) {
  const t = useText('policy');
  return (
    <DefinitionList
      items={[
        { term: t.state, value: <VersionState state={version.state} /> },
        { term: t.from, value: moment(version.effectiveFrom) },
        { term: t.proposedBy, value: <Foreign text={person(version.proposedBy, me, t)} /> },
        { term: t.approvedBy, value: <Foreign text={person(version.approvedBy, me, t)} /> },
      ]}
    />
  );
}

function AboutProposal({ proposal, me }: { proposal: Proposal; me: ScreenProps['me'] }) {
  const t = useText('policy');
  return (
    <DefinitionList
      items={[
        { term: t.outcome, value: <StatusBadge tone="neutral">{t.outcomes[proposal.state]}</StatusBadge> },
        { term: t.proposedBy, value: <Foreign text={person(proposal.proposedBy, me, t)} /> },
        { term: t.proposedAt, value: moment(proposal.proposedAt) },
        { term: t.from, value: day(proposal.effectiveFrom) },
      ]}
    />
  );
}

interface CompareProps {
  readonly name: string;
  readonly other: string | undefined;
  readonly choices: readonly { value: string; label: string }[];
}

function CompareWith({ name, other, choices }: CompareProps) {
  const v = useText('policyVersion');
  const [chosen, setChosen] = useState(other ?? choices[0]?.value ?? '');
  if (choices.length === 0) return null;
  const submit = (event: Event): void => {
    event.preventDefault();
    go(pathOf('policyVersion', { version: name, with: chosen }));
  };
  return (
    <form class="rv-stack no-print" onSubmit={submit} noValidate>
      <SelectField id="compare-with" label={v.compareWith} value={chosen} choices={choices} onChange={setChosen} />
      <Actions>
        <Button type="submit">{v.compare}</Button>
      </Actions>
    </form>
  );
}
