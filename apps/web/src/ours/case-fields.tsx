import type { Notice, OwnDisclosure } from '#client/browser';
import { ChoiceCards, DateField, Disclosure, SelectField, Text, TextField } from '../design';
import { useText } from '../shell/texts';
import { daysAfter } from './days';
import { CASE_NUMBER, type CaseDraft, GROUND, NOTICE, REVIEW, wantsGround } from './notice';

export interface CaseFieldsProps {
  readonly draft: CaseDraft;
  readonly today: string;
  /** Words by the id of the field */
  readonly faults: Readonly<Record<string, string>>;
  readonly onChange: (draft: CaseDraft) => void;
}

const STATES: readonly Notice['state'][] = ['given', 'pending', 'delayed', 'exempt'];

/** The number in one's own system, and whether the resident knows. */
export function CaseFields({ draft, today, faults, onChange }: CaseFieldsProps) {
  const t = useText('register');
  const grounds = Object.entries(t.grounds).map(([value, label]) => ({ value, label }));
  return (
    <>
      <TextField
        id={CASE_NUMBER}
        label={t.caseNumber}
        hint={t.caseHint}
        value={draft.caseNumber}
        error={faults[CASE_NUMBER]}
        onInput={(caseNumber) => onChange({ ...draft, caseNumber })}
      />
      <ChoiceCards
        id={NOTICE}
        label={t.notice}
        hint={t.noticeHint}
        value={draft.state === '' ? undefined : draft.state}
        error={faults[NOTICE]}
        choices={STATES.map((value) => ({ value, label: t.notices[value] }))}
        onChange={(state) => onChange({ ...draft, state })}
      />
      {wantsGround(draft.state) && (
        <SelectField
          id={GROUND}
          label={t.ground}
          none={t.groundNone}
          value={draft.ground}
          error={faults[GROUND]}
          choices={grounds}
          onChange={(ground) => onChange({ ...draft, ground })}
        />
      )}
      {draft.state === 'delayed' && (
        <DateField
          id={REVIEW}
          label={t.reviewOn}
          value={draft.reviewOn}
          min={daysAfter(today, 1)}
          error={faults[REVIEW]}
          onInput={(reviewOn) => onChange({ ...draft, reviewOn })}
        />
      )}
    </>
  );
}

const LESS: readonly OwnDisclosure[] = ['mediated', 'silent', 'closed'];
const RULES = 'rules';

/** One case can be shown less than the rules say, never more. */
export function LessField({ draft, onChange }: Pick<CaseFieldsProps, 'draft' | 'onChange'>) {
  const t = useText('register');
  return (
    <Disclosure summary={t.lessSummary}>
      <Text>{t.lessHint}</Text>
      <ChoiceCards<OwnDisclosure | typeof RULES>
        id="disclosure"
        label={t.less}
        value={draft.disclosure === '' ? RULES : draft.disclosure}
        choices={[
          { value: RULES, label: t.lessChoices.rules },
          ...LESS.map((value) => ({ value, label: t.lessChoices[value], hint: t.lessHints[value] })),
        ]}
        onChange={(value) => onChange({ ...draft, disclosure: value === RULES ? '' : value })}
      />
    </Disclosure>
  );
}
