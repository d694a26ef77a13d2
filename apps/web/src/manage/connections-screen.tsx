import '../design/fields.css';
import '../design/table.css';
import { useState } from 'preact/hooks';
import { ActionLink, Actions, Busy, DataTable, Empty, Foreign, Named, Notice, PageTitle, Stack, Text } from '../design';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { day, fill, useText } from '../shell/texts';
import type { MadeConnection } from '../worker/connections';
import { type Basis, loadBasis, nameOf } from './basis';
import { ConnectionForm } from './connection-form';
import { ConnectionMade } from './connection-made';
import { ConnectionPage } from './connection-page';
import { ConnectionBadge, Keys } from './connection-state';
import './manage.css';

/** Departments' systems; one of them; a new one; or the files of one whose key was made just now. */
export default function ConnectionsScreen({ me, query }: ScreenProps) {
  const t = useText('manage');
  const own = useText('connections');
  const { value, problem, again } = useFetched(loadBasis);
  const [made, setMade] = useState<MadeConnection>();
  const code = query.get('connection');
  if (made !== undefined)
    return (
      <ConnectionMade
        made={made}
        demo={me.demo}
        onLeave={() => {
          setMade(undefined);
          again();
        }}
      />
    );
  if (value !== undefined && query.has('new')) return <ConnectionForm basis={value} onMade={setMade} />;
  if (value !== undefined && code !== null)
    return <ConnectionPage key={code} code={code} basis={value} onMade={setMade} onChanged={again} />;
  return (
    <Stack wide>
      <PageTitle focus>{own.title}</PageTitle>
      <Text>{own.intro}</Text>
      <Text small>{own.opens}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && <List basis={value} entered={query.get('entered')} />}
    </Stack>
  );
}

function List({ basis, entered }: { basis: Basis; entered: string | null }) {
  const t = useText('connections');
  const { connections } = basis;
  return (
    <>
      {entered !== null && (
        <Notice kind="success" live>
          <Foreign text={fill(t.enteredNow, { name: nameOf(connections, entered) })} />
        </Notice>
      )}
      <Actions>
        <ActionLink href={pathOf('connections', { new: '' })}>{t.fresh}</ActionLink>
      </Actions>
      {connections.length === 0 ? (
        <Empty title={t.none}>
          <Text>{t.noneText}</Text>
        </Empty>
      ) : (
        <Table basis={basis} />
      )}
    </>
  );
}

function Table({ basis: { connections, departments } }: { basis: Basis }) {
  const all = useText('manage');
  const t = useText('connections');
  return (
    <div class="manage-table">
      <DataTable
        caption={t.caption}
        captionHidden
        rows={connections}
        rowKey={({ code }) => code}
        columns={[
          {
            key: 'name',
            label: t.connection,
            names: true,
            cell: ({ code, name, department }) => (
              <>
                <Foreign text={name} />
                <div class="rv-small">
                  <Foreign text={nameOf(departments, department)} />
                </div>
                <div class="rv-small manage-code">{code}</div>
              </>
            ),
          },
          {
            key: 'caseload',
            label: t.caseload,
            numeric: true,
            cell: ({ caseload }) => caseload.toLocaleString('nl-NL'),
          },
          { key: 'key', label: t.key, cell: (one) => <Keys connection={one} short /> },
          { key: 'seen', label: t.lastSeen, cell: ({ lastSeenOn }) => (lastSeenOn ? day(lastSeenOn) : t.never) },
          { key: 'delivered', label: t.delivered, cell: ({ delivered }) => (delivered ? day(delivered.on) : t.never) },
          {
            key: 'state',
            label: all.state,
            cell: ({ state }) => (
              <>
                <ConnectionBadge state={state} />
                {state !== 'current' && <div class="rv-small">{t.toDo[state]}</div>}
              </>
            ),
          },
          {
            key: 'acts',
            label: all.acts,
            cell: ({ code, name }) => (
              <ActionLink compact href={pathOf('connections', { connection: code })}>
                <Named short={t.open} whole={fill(t.openNamed, { name })} />
              </ActionLink>
            ),
          },
        ]}
      />
    </div>
  );
}
