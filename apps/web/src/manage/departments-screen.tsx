import '../design/fields.css';
import '../design/table.css';
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
  Stack,
  StatusBadge,
  Text,
} from '../design';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { day, fill, useText } from '../shell/texts';
import { type Basis, loadBasis, nameOf } from './basis';
import { Coded } from './coded';
import { DepartmentForm } from './department-form';
import { type Department, type DepartmentState, type Domain, stateOf } from './departments';
import './manage.css';
import { Waiting } from './waiting';

/** Departments and how their deliveries stand; or the form for one of them. */
export default function DepartmentsScreen({ query, sees }: ScreenProps) {
  const t = useText('manage');
  const own = useText('departments');
  const { value, problem } = useFetched(loadBasis);
  const chosen = query.get('department');
  const department = value?.departments.find(({ code }) => code === chosen);
  if (value !== undefined && (query.has('new') || department !== undefined))
    return <DepartmentForm known={department} taken={value.departments.map(({ code }) => code)} />;
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
            <ActionLink href={pathOf('departments', { new: '' })}>{own.fresh}</ActionLink>
          </Actions>
          {value.departments.length === 0 ? <Empty title={own.none} /> : <Table basis={value} />}
          <Waiting proposals={value.proposals.filter(({ kind }) => kind === 'department-domain')} sees={sees} />
        </>
      )}
    </Stack>
  );
}

/** What came of the form that was sent. */
function Outcome({ query, basis }: { query: URLSearchParams; basis: Basis }) {
  const t = useText('manage');
  const [saved, waits] = [query.get('saved'), query.get('waits')];
  if (waits !== null)
    return (
      <Notice kind="attention" title={t.waitsTitle} live>
        {t.waitsDomain}
      </Notice>
    );
  if (saved === null) return null;
  return (
    <Notice kind="success" live>
      <Foreign text={fill(t.saved, { name: nameOf(basis.departments, saved) })} />
    </Notice>
  );
}

function Table({ basis: { departments, connections } }: { basis: Basis }) {
  const t = useText('manage');
  const d = useText('departments');
  return (
    <DataTable
      caption={d.caption}
      captionHidden
      rows={departments}
      rowKey={({ code }) => code}
      columns={[
        {
          key: 'name',
          label: t.name,
          names: true,
          cell: ({ code, name }) => <Coded name={name} code={code} />,
        },
        { key: 'domain', label: d.domain, cell: ({ domain }) => t.domains[domain as Domain] ?? domain },
        { key: 'delivered', label: d.delivered, cell: ({ delivered }) => (delivered ? day(delivered.on) : d.never) },
        { key: 'state', label: t.state, cell: (one) => <DepartmentBadge state={stateOf(one, connections)} /> },
        { key: 'acts', label: t.acts, cell: (one) => <Change department={one} /> },
      ]}
    />
  );
}

function Change({ department: { code, name } }: { department: Department }) {
  const t = useText('manage');
  return (
    <ActionLink compact href={pathOf('departments', { department: code })}>
      <Named short={t.change} whole={fill(t.changeNamed, { name })} />
    </ActionLink>
  );
}

const TONES = {
  never: 'neutral',
  delivered: 'neutral',
  current: 'success',
  behind: 'danger',
  rotating: 'attention',
} as const;

function DepartmentBadge({ state }: { state: DepartmentState }) {
  const { states } = useText('departments');
  return <StatusBadge tone={TONES[state]}>{states[state]}</StatusBadge>;
}
