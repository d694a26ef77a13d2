import { useState } from 'preact/hooks';
import { ChoiceCards, TextField } from '../design';
import { desk } from '../shell/desk';
import { go, pathOf } from '../shell/router';
import { fill, useText } from '../shell/texts';
import {
  type Department,
  departmentFaults,
  type DepartmentFields,
  type Domain,
  DOMAINS,
  exampleOf,
  NEW_DEPARTMENT,
} from './departments';
import { FormPage } from './form-page';
import { useFaults } from './use-faults';

/** @param known the department to change; none for a new one */
export function DepartmentForm({ known, taken }: { known: Department | undefined; taken: readonly string[] }) {
  const t = useText('manage');
  const d = useText('departments');
  const [fields, setFields] = useState<DepartmentFields>(known ?? NEW_DEPARTMENT);
  const { error, saying } = useFaults();
  const set = (more: Partial<DepartmentFields>): void => setFields({ ...fields, ...more });
  const send = async (): Promise<void> => {
    const code = fields.code.trim();
    const { proposal } = await desk.raakvlak.organisation.putDepartment(code, {
      name: fields.name.trim(),
      domain: fields.domain,
      casePattern: fields.casePattern.trim(),
    });
    go(pathOf('departments', proposal === undefined ? { saved: code } : { waits: code }));
  };
  const example = exampleOf(fields.casePattern);
  return (
    <FormPage
      title={known === undefined ? d.fresh : fill(d.formTitle, { name: known.name })}
      back={{ href: pathOf('departments'), words: d.title }}
      submit={t.save}
      busy={t.saving}
      check={() => saying(departmentFaults(fields, known === undefined ? taken : undefined))}
      send={send}
    >
      {known === undefined && (
        <TextField
          id="code"
          label={t.code}
          hint={t.codeHint}
          value={fields.code}
          error={error('code')}
          onInput={(code) => set({ code })}
        />
      )}
      <TextField id="name" label={t.name} value={fields.name} error={error('name')} onInput={(name) => set({ name })} />
      <ChoiceCards<Domain>
        id="domain"
        label={d.domain}
        hint={known === undefined ? undefined : d.domainHint}
        value={DOMAINS.find((domain) => domain === fields.domain)}
        error={error('domain')}
        choices={DOMAINS.map((value) => ({ value, label: t.domains[value] }))}
        onChange={(domain) => set({ domain })}
      />
      <TextField
        id="pattern"
        label={d.pattern}
        hint={d.patternHint}
        value={fields.casePattern}
        error={error('pattern')}
        note={example === undefined ? '' : fill(d.patternExample, { example })}
        announce
        onInput={(casePattern) => set({ casePattern })}
      />
    </FormPage>
  );
}
