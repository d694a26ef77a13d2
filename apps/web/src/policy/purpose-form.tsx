import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import '../design/fields.css';
import {
  Actions,
  Button,
  CheckboxGroup,
  DateField,
  Dialog,
  ErrorSummary,
  Link,
  PageTitle,
  Stack,
  Text,
  TextField,
} from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { go, pathOf } from '../shell/router';
import { fill, useText } from '../shell/texts';
import { purposeFields, type PurposeFaults, type PurposeFields, purposeOf } from './purpose-fields';
import { dayOf } from './purposes';
import { DOMAINS, KINDS, type PurposeGiven, ROLES } from './shapes';
import { raised, type Words } from './words';

/** @param code of the purpose that gets a new version; empty for a new purpose */
export function PurposeForm({ words, code }: { words: Words; code: string }) {
  const t = useText('policy');
  const u = useText('purposes');
  const f = useText('purposeForm');
  const known = words.basis.purposes.find((purpose) => purpose.code === code);
  const taken = known === undefined ? words.basis.purposes.map((purpose) => purpose.code) : [];
  const [fields, setFields] = useState(() => purposeFields(known?.shown));
  const [faults, setFaults] = useState<PurposeFaults>({});
  const [attempt, setAttempt] = useState(0);
  const [asked, setAsked] = useState<PurposeGiven>();
  const set = (more: Partial<PurposeFields>): void => setFields({ ...fields, ...more });
  const said = (name: keyof PurposeFields): string | undefined => {
    const fault = faults[name];
    return fault === undefined ? undefined : fill(f.faults[fault], { field: labels[name].toLowerCase() });
  };
  const labels: Readonly<Record<keyof PurposeFields, string>> = {
    ...u,
    effectiveFrom: t.from,
    effectiveUntil: u.until,
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const read = purposeOf(fields, taken, dayOf(Date.now()));
    setFaults('faults' in read ? read.faults : {});
    setAttempt(attempt + 1);
    if ('given' in read) setAsked(read.given);
  };
  return (
    <form onSubmit={submit} noValidate autocomplete="off">
      <Stack wide>
        <Link href={pathOf('purposes')} block>
          {u.title}
        </Link>
        <PageTitle focus>{known === undefined ? f.title : fill(f.titleVersion, { name: known.shown.name })}</PageTitle>
        <Text>{f.note}</Text>
        <ErrorSummary
          title={f.faultsTitle}
          attempt={attempt}
          errors={(Object.keys(faults) as (keyof PurposeFields)[]).map((name) => ({
            fieldId: `purpose-${name}`,
            text: said(name) ?? '',
          }))}
        />
        <Fields fields={fields} set={set} said={said} fresh={known === undefined} />
        <Actions>
          <Button type="submit" appearance="primary">
            {f.propose}
          </Button>
        </Actions>
      </Stack>
      {asked !== undefined && <Sure given={asked} onNo={() => setAsked(undefined)} />}
    </form>
  );
}

interface FieldsProps {
  readonly fields: PurposeFields;
  readonly set: (more: Partial<PurposeFields>) => void;
  readonly said: (name: keyof PurposeFields) => string | undefined;
  /** A purpose that is not there yet, and has no code */
  readonly fresh: boolean;
}

function Fields({ fields, set, said, fresh }: FieldsProps) {
  const t = useText('policy');
  const u = useText('purposes');
  const f = useText('purposeForm');
  const { roles } = useText('common');
  const line = (name: 'code' | 'name' | 'legalBasis' | 'registerEntry', hint?: string) => (
    <TextField
      id={`purpose-${name}`}
      label={u[name]}
      hint={hint}
      value={fields[name]}
      error={said(name)}
      onInput={(value) => set({ [name]: value })}
    />
  );
  return (
    <>
      {fresh && line('code', f.codeHint)}
      {line('name')}
      {line('legalBasis', f.legalBasisHint)}
      {line('registerEntry', f.registerHint)}
      <CheckboxGroup
        id="purpose-roles"
        label={u.roles}
        values={fields.roles}
        error={said('roles')}
        choices={ROLES.map((value) => ({ value, label: roles[value] }))}
        onChange={(roles) => set({ roles })}
      />
      <CheckboxGroup
        id="purpose-domains"
        label={u.domains}
        values={fields.domains}
        error={said('domains')}
        choices={DOMAINS.map((value) => ({ value, label: raised(t.domains[value]) }))}
        onChange={(domains) => set({ domains })}
      />
      <CheckboxGroup
        id="purpose-kinds"
        label={u.kinds}
        values={fields.kinds}
        error={said('kinds')}
        choices={KINDS.map((value) => ({ value, label: raised(t.kinds[value]) }))}
        onChange={(kinds) => set({ kinds })}
      />
      <DateField
        id="purpose-effectiveFrom"
        label={t.from}
        hint={f.fromHint}
        value={fields.effectiveFrom}
        error={said('effectiveFrom')}
        onInput={(effectiveFrom) => set({ effectiveFrom })}
      />
      <DateField
        id="purpose-effectiveUntil"
        label={u.until}
        hint={f.untilHint}
        value={fields.effectiveUntil}
        error={said('effectiveUntil')}
        onInput={(effectiveUntil) => set({ effectiveUntil })}
      />
    </>
  );
}

function Sure({ given, onNo }: { given: PurposeGiven; onNo: () => void }) {
  const f = useText('purposeForm');
  const common = useText('common');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const propose = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      go(pathOf('proposals', { proposal: await desk.raakvlak.policyRoom.proposePurpose({ ...given }), made: 'yes' }));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={f.sureTitle}
      close={common.cancel}
      onClose={onNo}
      actions={
        <Button appearance="primary" busy={busy && f.proposing} onClick={() => void propose()}>
          {f.propose}
        </Button>
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Text>{fill(f.sure, { name: given.name })}</Text>
    </Dialog>
  );
}
