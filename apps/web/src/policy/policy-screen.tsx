import { useState } from 'preact/hooks';
import '../design/fields.css';
import '../design/table.css';
import {
  ActionLink,
  Actions,
  Busy,
  Button,
  DataTable,
  Empty,
  Foreign,
  Link,
  Notice,
  PageTitle,
  Section,
  SelectField,
  Stack,
  Text,
} from '../design';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { go, pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { counted, day, fill, useText } from '../shell/texts';
import type { Proposal, Version } from './shapes';
import { VersionState } from './version-state';
import { loadProposals, loadVersions, person, policyChoices } from './versions';

/** Versions of the policy, and from here to each of them. */
export default function PolicyScreen({ me }: ScreenProps) {
  const t = useText('policy');
  const { intro } = useText('policyVersions');
  const { value, problem } = useFetched(async () => ({
    versions: await loadVersions(),
    proposals: me.rights.includes('proposal.read') ? await loadProposals() : [],
  }));
  return (
    <Stack wide>
      <PageTitle focus>{t.title}</PageTitle>
      <Text>{intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined ? (
        problem === undefined && <Busy words={t.loading} />
      ) : (
        <Versions me={me} versions={value.versions} proposals={value.proposals} />
      )}
    </Stack>
  );
}

interface Props {
  readonly me: ScreenProps['me'];
  readonly versions: readonly Version[];
  readonly proposals: readonly Proposal[];
}

function Versions({ me, versions, proposals }: Props) {
  const t = useText('policy');
  const v = useText('policyVersions');
  const mayPropose = me.rights.includes('policy.propose');
  const waiting = proposals.filter(({ state }) => state === 'open').length;
  return (
    <>
      {waiting > 0 && (
        <Notice kind="info">
          <Text>{counted(waiting, v.waiting)}</Text>
          <Link href={pathOf('proposals')} block>
            {v.waitingLink}
          </Link>
        </Notice>
      )}
      <Actions>
        {mayPropose && versions.some(({ state }) => state === 'in-force') && (
          <ActionLink appearance="primary" href={pathOf('policyVersion', { new: 'in-force' })}>
            {v.fresh}
          </ActionLink>
        )}
        <ActionLink href={pathOf('simulator')}>{v.simulate}</ActionLink>
      </Actions>
      {!mayPropose && <Text small>{t.readsOnly}</Text>}
      {versions.length === 0 ? <Empty title={v.none} /> : <VersionTable me={me} versions={versions} />}
      {versions.length + waiting > 1 && <Compare choices={policyChoices(versions, proposals, me, t)} />}
    </>
  );
}

function VersionTable({ me, versions }: Omit<Props, 'proposals'>) {
  const t = useText('policy');
  const v = useText('policyVersions');
  return (
    <DataTable
      caption={v.title}
      rows={versions}
      rowKey={({ version }) => version}
      columns={[
        {
          key: 'version',
          label: v.version,
          names: true,
          cell: ({ version }) => (
            <Link href={pathOf('policyVersion', { version: `v${version}` })}>{fill(t.version, { n: version })}</Link>
          ),
        },
        { key: 'state', label: t.state, cell: ({ state }) => <VersionState state={state} /> },
        { key: 'from', label: t.from, cell: ({ effectiveFrom }) => day(effectiveFrom) },
        {
          key: 'proposed',
          label: t.proposedBy,
          cell: ({ proposedBy }) => <Foreign text={person(proposedBy, me, t)} />,
        },
        {
          key: 'approved',
          label: t.approvedBy,
          cell: ({ approvedBy }) => <Foreign text={person(approvedBy, me, t)} />,
        },
        { key: 'rules', label: v.rules, numeric: true, cell: ({ rules }) => rules },
      ]}
    />
  );
}

function Compare({ choices }: { choices: readonly { value: string; label: string }[] }) {
  const v = useText('policyVersions');
  const [from, setFrom] = useState(choices[1]?.value ?? '');
  const [to, setTo] = useState(choices[0]?.value ?? '');
  const [same, setSame] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    setSame(from === to);
    if (from !== to) go(pathOf('policyVersion', { version: to, with: from }));
  };
  return (
    <form onSubmit={submit} noValidate class="no-print">
      <Section title={v.compareTitle}>
        <SelectField id="compare-from" label={v.compareFrom} value={from} choices={choices} onChange={setFrom} />
        <SelectField
          id="compare-to"
          label={v.compareTo}
          value={to}
          choices={choices}
          error={same ? v.same : undefined}
          onChange={setTo}
        />
        <Actions>
          <Button type="submit">{v.compare}</Button>
        </Actions>
      </Section>
    </form>
  );
}
