import type { Me, Purpose } from '#client/browser';
import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';
import {
  Actions,
  Busy,
  Button,
  Checkbox,
  ChoiceCards,
  Disclosure,
  ErrorSummary,
  PageTitle,
  Stack,
  Text,
  TextField,
} from '../design';
import { ProblemNotice } from '../shell/problem-notice';
import { CRISIS, usePurposes } from '../shell/purposes';
import { fill, useText } from '../shell/texts';
import type { Answered } from './answered';
import { EmergencyChoice } from './emergency-choice';
import { type Asking, checkFields, type Faults, firstFieldId, send } from './question';
import { SubjectField } from './subject-field';

/** As many as fit on a screen that one still oversees; longer ones go through the list. */
const MOST_FIELDS = 10;

interface Props {
  readonly me: Me;
  readonly onTouched: () => void;
  readonly onAnswer: (answered: Answered) => void;
}

export function AskForm({ me, onTouched, onAnswer }: Props) {
  const t = useText('ask');
  const { purposes, problem: failed } = usePurposes();
  if (failed !== undefined) return <ProblemNotice problem={failed} />;
  if (purposes === undefined) return <Busy words={t.loading} />;
  return <Form me={me} purposes={purposes} onTouched={onTouched} onAnswer={onAnswer} />;
}

function Form({ me, purposes, onTouched, onAnswer }: Props & { purposes: readonly Purpose[] }) {
  const t = useText('ask');
  const [purpose, setPurpose] = useState(() => lastPurpose(purposes));
  const [fields, setFields] = useState(['']);
  const [building, setBuilding] = useState(false);
  const [emergency, setEmergency] = useState('');
  const [caseNumber, setCaseNumber] = useState('');
  const [faults, setFaults] = useState<Faults>({});
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const kinds = purposes.find(({ code }) => code === purpose)?.kinds ?? [];

  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const typing = (event.target as Element).matches(
        'input:not([type=radio]):not([type=checkbox]), textarea, select',
      );
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      document.getElementById(firstFieldId)?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setProblem(undefined);
    const asking: Asking = { purpose, kinds, fields, building, emergency, caseNumber };
    const { faults: found, subjects } = await checkFields(asking, t);
    setFaults(found);
    setAsked((count) => count + 1);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const inquiry = await send(asking, subjects);
      localStorage.setItem(LAST, purpose);
      onAnswer({ ...inquiry, purpose: purposes.find(({ code }) => code === purpose)?.name ?? purpose, building });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setBusy(false);
    }
  };
  const change = (i: number, value: string): void => {
    onTouched();
    setFields(fields.map((field, place) => (place === i ? value : field)));
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate autocomplete="off">
      <Stack wide>
        <PageTitle>{t.title}</PageTitle>
        {me.demo && <Text small>{t.demo}</Text>}
        <ErrorSummary
          title={t.faultsTitle}
          attempt={asked}
          errors={Object.entries(faults).map(([fieldId, said]) => ({ fieldId, text: said }))}
        />
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <ChoiceCards
          id="purpose"
          label={t.purpose}
          value={purpose}
          error={faults['purpose']}
          choices={purposes.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={setPurpose}
        />
        {purpose === CRISIS && <EmergencyChoice value={emergency} onChange={setEmergency} />}
        {fields.map((value, i) => (
          <SubjectField
            key={i}
            place={i}
            value={value}
            kinds={kinds}
            fault={faults[i === 0 ? firstFieldId : `subject-${i}`]}
            onChange={(text) => change(i, text)}
            onPasted={(several) =>
              setFields([...fields.slice(0, i), ...several, ...fields.slice(i + 1)].slice(0, MOST_FIELDS))
            }
            onRemove={i === 0 ? undefined : () => setFields(fields.filter((_, place) => place !== i))}
          />
        ))}
        {fields.length < MOST_FIELDS && (
          <Actions>
            <Button appearance="subtle" onClick={() => setFields([...fields, ''])}>
              {t.another}
            </Button>
          </Actions>
        )}
        {kinds.includes('building') && (
          <Checkbox id="building" label={t.building} hint={t.buildingHint} checked={building} onChange={setBuilding} />
        )}
        <Disclosure summary={t.caseSummary}>
          <TextField
            id="case-number"
            label={t.caseNumber}
            hint={t.caseHint}
            value={caseNumber}
            error={faults['case-number']}
            onInput={setCaseNumber}
          />
        </Disclosure>
        <Actions>
          <Button type="submit" appearance="primary" icon="search" busy={busy && t.asking}>
            {fields.length > 1 ? fill(t.askSeveral, { n: fields.length }) : t.ask}
          </Button>
        </Actions>
        <Text small>{t.promise}</Text>
      </Stack>
    </form>
  );
}

const LAST = 'purpose';

/** The last purpose is remembered, the last person never. */
function lastPurpose(purposes: readonly Purpose[]): string {
  const last = localStorage.getItem(LAST);
  const found = purposes.find(({ code }) => code === last && code !== CRISIS);
  return found?.code ?? (purposes.length === 1 ? purposes[0]!.code : '');
}
