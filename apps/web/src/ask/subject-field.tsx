import { useEffect, useState } from 'preact/hooks';
import { Button, TextField } from '../design';
import { faultWords } from '../shell/fault-words';
import { desk } from '../shell/desk';
import { afterPress } from '../shell/press';
import { fill, loadTexts, useText } from '../shell/texts';
import type { Messages } from '../shell/texts';
import type { Reading } from '../worker/reader';
import { fieldIdOf } from './question';
import { subjectWords } from './subject-words';

interface Props {
  readonly place: number;
  readonly value: string;
  readonly kinds: readonly string[];
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
  /** Several lines were pasted at once; without it the first one counts */
  readonly onPasted?: (lines: readonly string[]) => void;
  readonly onRemove?: (() => void) | undefined;
}

/** One field for a BSN, an address or a KVK number, which says what it understood before anything is asked. */
export function SubjectField({ place, value, kinds, fault, onChange, onRemove, ...more }: Props) {
  const t = useText('ask');
  const [reading, setReading] = useState<Reading>({ digits: 0 });
  const [left, setLeft] = useState(false);
  const [own, setOwn] = useState<string>();
  useEffect(() => {
    let current = true;
    void desk.reader.read(value, kinds).then((found) => {
      if (current) setReading(found);
    });
    return () => void (current = false);
  }, [value, kinds.join()]);
  useEffect(() => {
    // Nobody is corrected while typing: only after leaving the field.
    const wrong = left && value.trim() !== '' && reading.code !== undefined ? reading.code : undefined;
    if (wrong === undefined) return setOwn(undefined);
    void loadTexts(['problems']).then(() => setOwn(faultWords(wrong)));
  }, [left, reading, value]);

  const id = fieldIdOf(place);
  const error = reading.subject === undefined ? (fault ?? own) : fault;
  const paste = (event: ClipboardEvent): void => {
    const lines = (event.clipboardData?.getData('text') ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
    if (lines.length < 2) return;
    event.preventDefault();
    if (more.onPasted === undefined) onChange(lines[0]!);
    else more.onPasted(lines);
  };
  return (
    <>
      <TextField
        id={id}
        label={labelFor(kinds, t)}
        hint={hintFor(kinds, t)}
        value={value}
        error={error}
        look={place === 0 ? 'large' : undefined}
        note={error === undefined ? understood(value, reading, t) : ''}
        announce={reading.subject !== undefined}
        onInput={(text) => {
          setLeft(false);
          onChange(text);
        }}
        onBlur={() => afterPress(() => setLeft(true))}
        onPaste={paste}
      />
      {onRemove !== undefined && (
        <Button appearance="subtle" compact onClick={onRemove}>
          {fill(t.remove, { n: place + 1 })}
        </Button>
      )}
    </>
  );
}

function labelFor(kinds: readonly string[], t: Messages['ask']): string {
  const person = kinds.length === 0 || kinds.includes('person');
  const address = kinds.length === 0 || kinds.includes('address') || kinds.includes('building');
  const business = kinds.includes('business');
  if (person && address) return t.fieldBoth;
  if (person) return t.fieldPerson;
  return business ? t.fieldAddressBusiness : t.fieldAddress;
}

const hintFor = (kinds: readonly string[], t: Messages['ask']): string =>
  kinds.length > 0 && !kinds.includes('person') ? t.hintAddress : t.hintBoth;

function understood(value: string, { subject, digits }: Reading, t: Messages['ask']): string {
  if (value.trim() === '') return '';
  if (subject !== undefined) return fill(t.understood, { what: subjectWords(subject) });
  if (/^[\d\s.-]+$/.test(value) && digits < 9)
    return fill(digits === 8 ? t.oneDigitLeft : t.digitsLeft, { n: 9 - digits });
  return '';
}
