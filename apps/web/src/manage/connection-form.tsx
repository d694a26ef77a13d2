import { useState } from 'preact/hooks';
import { CheckboxGroup, FileField, Notice, SelectField, Stack, Text, TextField } from '../design';
import { desk } from '../shell/desk';
import { go, pathOf } from '../shell/router';
import { fill, useText } from '../shell/texts';
import type { MadeConnection } from '../worker/connections';
import { type Basis, nameOf } from './basis';
import { caseloadIn, connectionFaults, type ConnectionFields, NEW_CONNECTION } from './connections';
import { FormPage } from './form-page';
import { SmallForm } from './small-form';
import { useFaults } from './use-faults';

interface Props {
  readonly basis: Basis;
  readonly onMade: (made: MadeConnection) => void;
}

/** A new connection: its key is made here, or the department made one itself. */
export function ConnectionForm({ basis, onMade }: Props) {
  const t = useText('manage');
  const c = useText('connections');
  const [fields, setFields] = useState<ConnectionFields>(NEW_CONNECTION);
  const { error, saying } = useFaults();
  const set = (more: Partial<ConnectionFields>): void => setFields({ ...fields, ...more });
  const taken = basis.connections.map(({ code }) => code);
  const choose = (department: string): void => {
    const teams = teamsOf(basis, department).map(({ code }) => code);
    const name = fields.name === '' ? fill(c.namePattern, { department: nameOf(basis.departments, department) }) : '';
    set({ department, teams, ...(name === '' ? {} : { name }) });
  };
  const send = async (): Promise<void> => {
    const { code, name, department, teams, caseload } = fields;
    onMade(
      await desk.connections.make({
        clientId: code.trim(),
        name: name.trim(),
        department,
        teams,
        caseload: caseloadIn(caseload) ?? 0,
      }),
    );
  };
  return (
    <Stack wide>
      <FormPage
        title={c.fresh}
        back={{ href: pathOf('connections'), words: c.title }}
        submit={c.make}
        busy={c.making}
        check={() => saying(connectionFaults(fields, taken))}
        send={send}
      >
        <Text>{c.formIntro}</Text>
        <SelectField
          id="department"
          label={t.department}
          none={t.choose}
          value={fields.department}
          error={error('department')}
          choices={basis.departments.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={choose}
        />
        <Teams basis={basis} fields={fields} error={error('teams')} onChange={(teams) => set({ teams })} />
        <TextField
          id="code"
          label={t.code}
          hint={c.connectionCodeHint}
          value={fields.code}
          error={error('code')}
          onInput={(code) => set({ code })}
        />
        <TextField
          id="name"
          label={t.name}
          hint={c.nameHint}
          value={fields.name}
          error={error('name')}
          onInput={(name) => set({ name })}
        />
        <TextField
          id="caseload"
          label={c.caseload}
          hint={c.caseloadHint}
          inputMode="numeric"
          value={fields.caseload}
          error={error('caseload')}
          onInput={(caseload) => set({ caseload })}
        />
      </FormPage>
      <FromFile />
    </Stack>
  );
}

const teamsOf = ({ teams }: Basis, department: string) =>
  teams.filter((team) => team.department === department && team.ended === undefined);

interface TeamsProps {
  readonly basis: Basis;
  readonly fields: ConnectionFields;
  readonly error: string | undefined;
  readonly onChange: (teams: readonly string[]) => void;
}

function Teams({ basis, fields: { department, teams }, error, onChange }: TeamsProps) {
  const t = useText('connections');
  if (department === '') return null;
  const known = teamsOf(basis, department);
  if (known.length === 0) return <Notice kind="attention">{t.noTeams}</Notice>;
  return (
    <CheckboxGroup
      id="teams"
      label={t.teams}
      error={error}
      values={teams}
      choices={known.map(({ code, name }) => ({ value: code, label: name }))}
      onChange={onChange}
    />
  );
}

function FromFile() {
  const all = useText('manage');
  const t = useText('connections');
  const [file, setFile] = useState<File>();
  const { error, saying } = useFaults();
  return (
    <SmallForm
      title={t.fromFileTitle}
      submit={t.enterFile}
      busy={all.saving}
      check={() => saying(file === undefined ? { 'public-file': 'file' } : {})}
      send={async () => {
        const { code } = await desk.connections.fromFile(file!);
        go(pathOf('connections', { entered: code }));
      }}
    >
      <FileField
        id="public-file"
        label={t.fromFile}
        hint={t.fromFileHint}
        accept=".json,application/json"
        error={error('public-file')}
        onFiles={([chosen]) => setFile(chosen)}
      />
    </SmallForm>
  );
}
