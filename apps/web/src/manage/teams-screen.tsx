import '../design/fields.css';
import '../design/table.css';
import { useState } from 'preact/hooks';
import {
  ActionLink,
  Actions,
  Busy,
  DataTable,
  Empty,
  Foreign,
  Named,
  Notice,
  PageTitle,
  SelectField,
  Stack,
  StatusBadge,
  Text,
} from '../design';
import { useFetched } from '../shell/fetched';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { day, fill, useText } from '../shell/texts';
import { type Basis, loadBasis, nameOf } from './basis';
import { Coded } from './coded';
import './manage.css';
import { PlannedChanges } from './planned-changes';
import { inOrder, type ManagedTeam } from './teams';
import { Waiting } from './waiting';

// Whoever looks at the list needs no form yet.
const TeamForm = later(() => import('./team-form').then((part) => part.TeamForm), ['contact']);
const PlanForm = later(() => import('./plan-form').then((part) => part.PlanForm));

/** Teams and what is to change of them; or the form for one of them. */
export default function TeamsScreen({ query, sees }: ScreenProps) {
  const t = useText('manage');
  const own = useText('teams');
  const { value, problem, again } = useFetched(loadBasis);
  const team = value?.teams.find(({ code }) => code === query.get('team'));
  const planned = value?.teams.find(({ code }) => code === query.get('plan'));
  if (value !== undefined && planned !== undefined) return <PlanForm team={planned} basis={value} />;
  if (value !== undefined && (query.has('new') || team !== undefined)) return <TeamForm known={team} basis={value} />;
  return (
    <Stack wide>
      <PageTitle focus>{own.title}</PageTitle>
      <Text>{own.intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && (
        <>
          <Outcome query={query} basis={value} />
          <Actions>
            <ActionLink href={pathOf('teams', { new: '' })}>{own.fresh}</ActionLink>
          </Actions>
          {value.teams.length === 0 ? <Empty icon="people" title={own.none} /> : <Teams basis={value} />}
          <PlannedChanges basis={value} onCancelled={again} />
          <Waiting proposals={value.proposals.filter(({ kind }) => kind !== 'department-domain')} sees={sees} />
        </>
      )}
    </Stack>
  );
}

/** What came of the form that was sent. */
function Outcome({ query, basis }: { query: URLSearchParams; basis: Basis }) {
  const t = useText('manage');
  const own = useText('teams');
  const [saved, waits, change] = [query.get('saved'), query.get('waits'), query.get('change')];
  const planned: Readonly<Record<string, string>> = own.planned;
  if (waits !== null || change === 'proposed')
    return (
      <Notice kind="attention" title={t.waitsTitle} live>
        {waits === null ? own.planned.proposed : t.waitsDepartment}
      </Notice>
    );
  if (change !== null && planned[change] !== undefined)
    return (
      <Notice kind={change === 'lapsed' ? 'attention' : 'success'} live>
        {planned[change]}
      </Notice>
    );
  if (saved === null) return null;
  return (
    <Notice kind="success" live>
      <Foreign text={fill(t.saved, { name: nameOf(basis.teams, saved) })} />
    </Notice>
  );
}

function Teams({ basis }: { basis: Basis }) {
  const t = useText('teams');
  const [shown, setShown] = useState('');
  const { departments, teams } = basis;
  const names = (code: string): string => nameOf(departments, code);
  const rows = inOrder(teams, names).filter(({ department }) => shown === '' || department === shown);
  return (
    <>
      <SelectField
        id="filter"
        label={t.filter}
        value={shown}
        choices={[
          { value: '', label: t.every },
          ...departments.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={setShown}
      />
      <Table rows={rows} basis={basis} />
    </>
  );
}

function Table({ rows, basis }: { rows: readonly ManagedTeam[]; basis: Basis }) {
  const t = useText('manage');
  const own = useText('teams');
  return (
    <DataTable
      caption={own.caption}
      captionHidden
      rows={rows}
      rowKey={({ code }) => code}
      columns={[
        {
          key: 'name',
          label: own.team,
          names: true,
          cell: ({ code, name }) => <Coded name={name} code={code} />,
        },
        {
          key: 'department',
          label: t.department,
          cell: ({ department }) => <Foreign text={nameOf(basis.departments, department)} />,
        },
        { key: 'phone', label: own.phone, cell: ({ contact }) => <Foreign text={contact.phone} /> },
        { key: 'part', label: own.part, cell: ({ part }) => own.parts[part] },
        { key: 'state', label: t.state, cell: (team) => <TeamState team={team} basis={basis} /> },
        { key: 'acts', label: t.acts, cell: (team) => <Acts team={team} /> },
      ]}
    />
  );
}

function TeamState({ team: { code, ended }, basis }: { team: ManagedTeam; basis: Basis }) {
  const t = useText('teams');
  const into = (to: string): string => nameOf(basis.teams, to);
  if (ended !== undefined)
    return (
      <StatusBadge tone="neutral">
        <Foreign text={fill(t.ended, { day: day(ended.on), into: into(ended.into) })} />
      </StatusBadge>
    );
  const merge = basis.changes.find((one) => one.kind === 'merge' && one.team === code && one.state === 'announced');
  if (merge === undefined) return <StatusBadge tone="success">{t.open}</StatusBadge>;
  return (
    <StatusBadge tone="attention">
      <Foreign text={fill(t.ends, { day: day(merge.on), into: into(merge.to) })} />
    </StatusBadge>
  );
}

function Acts({ team: { code, name, ended } }: { team: ManagedTeam }) {
  const t = useText('manage');
  const own = useText('teams');
  if (ended !== undefined) return null;
  return (
    <Actions>
      <ActionLink compact href={pathOf('teams', { team: code })}>
        <Named short={t.change} whole={fill(t.changeNamed, { name })} />
      </ActionLink>
      <ActionLink compact href={pathOf('teams', { plan: code })}>
        <Named short={own.plan} whole={fill(own.planNamed, { name })} />
      </ActionLink>
    </Actions>
  );
}
