import { useState } from 'preact/hooks';
import { Actions, Button, Checkbox, ChoiceCards, ErrorSummary, SelectField, Stack } from '../design';
import { fill, useText } from '../shell/texts';
import { aboutKey } from './about';
import { fits } from './purposes';
import { ROLES } from './shapes';
import { aboutFor, type Asked, EMERGENCY_PURPOSE } from './simulation';
import { raised, type Words } from './words';

interface Props {
  readonly asked: Asked;
  /** Versions and proposals */
  readonly choices: readonly { value: string; label: string }[];
  readonly words: Words;
  readonly busy: boolean;
  readonly onChange: (more: Partial<Asked>) => void;
  readonly onRun: () => void;
}

/** Who asks, why, about what, and whose involvement it is. */
export function SimulatorForm({ asked, choices, words, busy, onChange, onRun }: Props) {
  const s = useText('simulator');
  const [attempt, setAttempt] = useState(0);
  const missing = [
    ...(asked.department === '' ? [{ fieldId: 'simulated-department', text: s.departmentMissing }] : []),
    ...(asked.purpose === '' ? [{ fieldId: 'simulated-purpose', text: s.purposeMissing }] : []),
  ];
  const faults = attempt === 0 ? [] : missing;
  const faultOf = (id: string): string | undefined => faults.find(({ fieldId }) => fieldId === id)?.text;
  const submit = (event: Event): void => {
    event.preventDefault();
    setAttempt(missing.length === 0 ? 0 : attempt + 1);
    if (missing.length === 0) onRun();
  };
  return (
    <form onSubmit={submit} noValidate class="no-print">
      <Stack wide>
        <ErrorSummary title={s.faultsTitle} attempt={attempt} errors={faults} />
        <SelectField
          id="simulated-policy"
          label={s.version}
          value={asked.policy}
          choices={choices}
          onChange={(policy) => onChange({ policy })}
        />
        <AskerFields asked={asked} words={words} faultOf={faultOf} onChange={onChange} />
        <SelectField
          id="simulated-about"
          label={s.about}
          value={asked.about}
          choices={aboutFor(words.basis.purposes.find(({ code }) => code === asked.purpose)).map((about) => ({
            value: aboutKey(about),
            label: raised(words.about(about)),
          }))}
          onChange={(about) => onChange({ about })}
        />
        <SelectField
          id="simulated-owners"
          label={s.owners}
          value={asked.owners}
          choices={[{ value: '', label: s.everyTeam }, ...ownerChoices(words)]}
          onChange={(owners) => onChange({ owners })}
        />
        {asked.purpose === EMERGENCY_PURPOSE && (
          <Checkbox
            id="simulated-emergency"
            label={s.emergency}
            hint={s.emergencyHint}
            checked={asked.emergency}
            onChange={(emergency) => onChange({ emergency })}
          />
        )}
        <Actions>
          <Button type="submit" appearance="primary" busy={busy && s.running}>
            {s.run}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

interface AskerProps {
  readonly asked: Asked;
  readonly words: Words;
  readonly faultOf: (id: string) => string | undefined;
  readonly onChange: (more: Partial<Asked>) => void;
}

function AskerFields({ asked, words, faultOf, onChange }: AskerProps) {
  const t = useText('policy');
  const s = useText('simulator');
  const { roles } = useText('common');
  const { directory, purposes } = words.basis;
  const domain = directory.domainOf(asked.department);
  return (
    <>
      <SelectField
        id="simulated-department"
        label={s.department}
        value={asked.department}
        none={s.departmentNone}
        error={faultOf('simulated-department')}
        choices={directory.departments().map((one) => ({
          value: one.code,
          label: fill(t.partTeam, { name: one.name, department: t.domains[one.domain] }),
        }))}
        onChange={(department) => onChange({ department })}
      />
      <ChoiceCards
        id="simulated-role"
        label={s.role}
        value={asked.role}
        choices={ROLES.map((value) => ({ value, label: roles[value] }))}
        onChange={(role) => onChange({ role })}
      />
      <SelectField
        id="simulated-purpose"
        label={s.purpose}
        value={asked.purpose}
        none={s.purposeNone}
        error={faultOf('simulated-purpose')}
        choices={purposes.map(({ code, shown }) => ({
          value: code,
          label:
            asked.department === '' || fits(shown, asked.role, domain)
              ? shown.name
              : fill(s.otherPurpose, { name: shown.name }),
        }))}
        onChange={(purpose) => onChange({ purpose })}
      />
    </>
  );
}

function ownerChoices({ t, basis: { directory } }: Words): { value: string; label: string }[] {
  const withTeams = directory.departments().filter(({ code }) => directory.teams(code).length > 0);
  return [
    ...withTeams.map(({ code, name }) => ({
      value: `department:${code}`,
      label: fill(t.partDepartment, { name }),
    })),
    ...directory.teams().map(({ code, name, department }) => ({
      value: `team:${code}`,
      label: fill(t.partTeam, { name, department: directory.department(department) }),
    })),
  ];
}
