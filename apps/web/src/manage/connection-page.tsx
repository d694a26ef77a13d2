import type { ListedConnection } from '#client/browser';
import { useState } from 'preact/hooks';
import { Actions, Button, DefinitionList, FileField, Foreign, Link, Notice, PageTitle, Stack, Text } from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { pathOf } from '../shell/router';
import { day, fill, useText } from '../shell/texts';
import type { MadeConnection } from '../worker/connections';
import { type Basis, nameOf } from './basis';
import { ConnectionBadge, Keys } from './connection-state';
import { SmallForm } from './small-form';
import { useFaults } from './use-faults';

interface Props {
  readonly code: string;
  readonly basis: Basis;
  readonly onMade: (made: MadeConnection) => void;
  readonly onChanged: () => void;
}

/** One connection: how it stands, what to do, another key, and its end. */
export function ConnectionPage({ code, basis, onMade, onChanged }: Props) {
  const t = useText('connections');
  const connection = basis.connections.find((one) => one.code === code);
  return (
    <Stack wide>
      <Link href={pathOf('connections')} block>
        {t.title}
      </Link>
      <PageTitle focus>{connection === undefined ? t.title : <Foreign text={connection.name} />}</PageTitle>
      {connection === undefined ? (
        <Notice kind="info">{t.unknown}</Notice>
      ) : (
        <One connection={connection} basis={basis} onMade={onMade} onChanged={onChanged} />
      )}
    </Stack>
  );
}

interface OneProps extends Omit<Props, 'code'> {
  readonly connection: ListedConnection;
}

function One({ connection, basis, onMade, onChanged }: OneProps) {
  const all = useText('manage');
  const t = useText('connections');
  const { state, department, teams, caseload, enteredOn, endedOn, lastSeenOn, delivered, elsewhere } = connection;
  const on = (value: string | undefined): string => (value === undefined ? t.never : day(value));
  return (
    <>
      <Stack>
        <div>
          <ConnectionBadge state={state} />
        </div>
        <Text>{t.toDo[state]}</Text>
      </Stack>
      <DefinitionList
        items={[
          { term: all.code, value: <span class="manage-code">{connection.code}</span> },
          { term: all.department, value: <Foreign text={nameOf(basis.departments, department)} /> },
          { term: t.teams, value: <Foreign text={teams.map((team) => nameOf(basis.teams, team)).join(', ')} /> },
          { term: t.caseload, value: caseload.toLocaleString('nl-NL') },
          { term: t.key, value: <Keys connection={connection} /> },
          { term: t.lastSeen, value: on(lastSeenOn) },
          { term: t.delivered, value: on(delivered?.on) },
          { term: t.entered, value: day(enteredOn) },
          ...(endedOn === undefined ? [] : [{ term: t.endedOn, value: day(endedOn) }]),
          { term: t.actor, value: <span class="manage-code">{elsewhere.custodian.actor}</span> },
        ]}
      />
      {state !== 'ended' && (
        <>
          {connection.keys.length > 1 && <Forgotten connection={connection} onChanged={onChanged} />}
          <Acts connection={connection} onMade={onMade} onChanged={onChanged} />
        </>
      )}
    </>
  );
}

function Acts({ connection, onMade, onChanged }: Omit<OneProps, 'basis'>) {
  const t = useText('connections');
  const [asked, setAsked] = useState<'key' | 'end'>();
  const { code, name, department, teams, caseload } = connection;
  const close = (): void => setAsked(undefined);
  return (
    <>
      <Actions>
        <Button onClick={() => setAsked('key')}>{t.rollOver}</Button>
        <Button appearance="danger" onClick={() => setAsked('end')}>
          {t.end}
        </Button>
      </Actions>
      {asked === 'key' && (
        <Confirm
          title={t.rollOver}
          yes={t.rollOver}
          busy={t.making}
          onYes={async () => onMade(await desk.connections.make({ clientId: code, name, department, teams, caseload }))}
          onClose={close}
        >
          <Text>{t.rollOverSure}</Text>
        </Confirm>
      )}
      {asked === 'end' && (
        <Confirm
          title={fill(t.endTitle, { name })}
          yes={t.end}
          busy={t.ending}
          danger
          onYes={async () => {
            await desk.raakvlak.organisation.endConnection(code);
            close();
            onChanged();
          }}
          onClose={close}
        >
          <Text>{t.endSure}</Text>
        </Confirm>
      )}
    </>
  );
}

/** The provider knows the new key only: the one before goes from the list. */
function Forgotten({ connection: { code }, onChanged }: { connection: ListedConnection; onChanged: () => void }) {
  const all = useText('manage');
  const t = useText('connections');
  const [file, setFile] = useState<File>();
  const { error, saying } = useFaults();
  return (
    <SmallForm
      title={t.rolledTitle}
      submit={t.rolled}
      busy={all.saving}
      check={() => saying(file === undefined ? { 'public-file': 'file' } : {})}
      send={async () => {
        await desk.connections.fromFile(file!, { of: code, rolledOver: true });
        onChanged();
      }}
    >
      <FileField
        id="public-file"
        label="connection.public.json"
        hint={t.rolledNote}
        accept=".json,application/json"
        error={error('public-file')}
        onFiles={([chosen]) => setFile(chosen)}
      />
    </SmallForm>
  );
}
