import type { TeamPart } from '#client/browser';
import { useState } from 'preact/hooks';
import { ChoiceCards, SelectField, TextField } from '../design';
import { checkContact, type ContactDraft, draftOf } from '../ours/contact';
import { ContactFields } from '../ours/contact-fields';
import '../ours/ours.css';
import { desk } from '../shell/desk';
import { go, pathOf } from '../shell/router';
import { fill, useText } from '../shell/texts';
import { type Basis, nameOf } from './basis';
import { FormPage } from './form-page';
import { type ManagedTeam, NEW_TEAM, PARTS, type TeamFields, teamFaults } from './teams';
import { useFaults } from './use-faults';

const NO_CONTACT: ContactDraft = { phone: '', email: '', hours: [], closures: [], instead: '' };

/** @param known the team to change; none for a new one */
export function TeamForm({ known, basis }: { known: ManagedTeam | undefined; basis: Basis }) {
  const t = useText('manage');
  const own = useText('teams');
  const { faults: contactWords } = useText('contact');
  const [fields, setFields] = useState<TeamFields>(known ?? NEW_TEAM);
  const [contact, setContact] = useState(known === undefined ? NO_CONTACT : draftOf(known.contact));
  const { error, saying } = useFaults();
  const check = (): Readonly<Record<string, string>> => {
    const taken = known === undefined ? basis.teams.map(({ code }) => code) : undefined;
    const wrong = Object.entries(checkContact(contact).faults);
    return saying(
      teamFaults(fields, taken),
      Object.fromEntries(wrong.map(([fieldId, fault]) => [fieldId, contactWords[fault]])),
    );
  };
  const send = async (): Promise<void> => {
    const found = checkContact(contact).contact;
    if (found === undefined) return;
    const { department, part } = fields;
    const code = fields.code.trim();
    const settings = { name: fields.name.trim(), department, part, contact: found };
    const { proposal } = await desk.raakvlak.organisation.putTeam(code, settings);
    go(pathOf('teams', proposal === undefined ? { saved: code } : { waits: code }));
  };
  return (
    <FormPage
      title={known === undefined ? own.fresh : fill(own.formTitle, { name: known.name })}
      back={{ href: pathOf('teams'), words: own.title }}
      submit={t.save}
      busy={t.saving}
      check={check}
      send={send}
    >
      <About fields={fields} set={setFields} error={error} fresh={known === undefined} basis={basis} />
      <Reach code={fields.code} contact={contact} set={setContact} error={error} basis={basis} />
    </FormPage>
  );
}

interface AboutProps {
  readonly fields: TeamFields;
  readonly set: (fields: TeamFields) => void;
  readonly error: (fieldId: string) => string | undefined;
  /** A team that is not there yet, and has no code */
  readonly fresh: boolean;
  readonly basis: Basis;
}

function About({ fields, set, error, fresh, basis }: AboutProps) {
  const t = useText('manage');
  const own = useText('teams');
  return (
    <>
      {fresh && (
        <TextField
          id="code"
          label={t.code}
          hint={t.codeHint}
          value={fields.code}
          error={error('code')}
          onInput={(code) => set({ ...fields, code })}
        />
      )}
      <TextField
        id="name"
        label={t.name}
        hint={fresh ? undefined : own.nameHint}
        value={fields.name}
        error={error('name')}
        onInput={(name) => set({ ...fields, name })}
      />
      <SelectField
        id="department"
        label={t.department}
        hint={fresh ? undefined : own.departmentHint}
        none={t.choose}
        value={fields.department}
        error={error('department')}
        choices={basis.departments.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(department) => set({ ...fields, department })}
      />
      <ChoiceCards<TeamPart>
        id="part"
        label={own.part}
        hint={own.partHint}
        value={fields.part}
        choices={PARTS.map((value) => ({ value, label: own.parts[value] }))}
        onChange={(part) => set({ ...fields, part })}
      />
    </>
  );
}

interface ReachProps {
  /** Of the team, which cannot stand in for itself */
  readonly code: string;
  readonly contact: ContactDraft;
  readonly set: (contact: ContactDraft) => void;
  readonly error: (fieldId: string) => string | undefined;
  readonly basis: Basis;
}

/** The contact point, with the fields of the team's own form. */
function Reach({ code, contact, set, error, basis: { teams, departments } }: ReachProps) {
  const t = useText('contact');
  const others = teams.filter((one) => one.code !== code && one.ended === undefined);
  return (
    <ContactFields
      draft={contact}
      error={error}
      onChange={(changes) => set({ ...contact, ...changes })}
      others={others.map((one) => ({
        value: one.code,
        label: fill(t.teamChoice, { team: one.name, department: nameOf(departments, one.department) }),
      }))}
    />
  );
}
