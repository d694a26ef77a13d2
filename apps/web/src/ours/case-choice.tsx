import { useState } from 'preact/hooks';
import { Actions, Button, CheckboxGroup, Stack } from '../design';
import { fill, useText } from '../shell/texts';
import { caseHint, caseName } from './case-words';
import type { Row } from './rows';

const SHOWN = 12;

interface Props {
  readonly id: string;
  readonly label: string;
  readonly error?: string;
  readonly rows: readonly Row[];
  /** Ids */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Some or all of a list of registrations, however long it is. */
export function CaseChoice({ id, label, error, rows, chosen, onChange }: Props) {
  const { choice: t } = useText('ours');
  const [most, setMost] = useState(SHOWN);
  const shown = rows.slice(0, most);
  const beyond = chosen.filter((one) => !shown.some((row) => row.id === one));
  const left = rows.length - shown.length;
  return (
    <Stack>
      {rows.length > 1 && (
        <Actions>
          <Button compact onClick={() => onChange(rows.map((row) => row.id))}>
            {fill(t.all, { n: rows.length })}
          </Button>
          {chosen.length > 0 && (
            <Button compact appearance="subtle" onClick={() => onChange([])}>
              {t.none}
            </Button>
          )}
        </Actions>
      )}
      <CheckboxGroup
        id={id}
        label={label}
        error={error}
        choices={shown.map((row) => ({ value: row.id, label: caseName(row), hint: caseHint(row) }))}
        values={chosen}
        onChange={(values) => onChange([...beyond, ...values])}
      />
      {left > 0 && (
        <Actions>
          <Button compact appearance="subtle" onClick={() => setMost(rows.length)}>
            {fill(t.more, { n: left })}
          </Button>
        </Actions>
      )}
    </Stack>
  );
}
