import type { Coverage } from '#client/browser';
import { useState } from 'preact/hooks';
import { Actions, Button, Checkbox } from '../design';
import { coverageWords } from '../shell/coverage';
import { moment, useText } from '../shell/texts';
import { csvOf, downloadRows } from './csv';
import type { Judged } from './lines';
import type { Answered } from './run';

interface Props {
  readonly judged: readonly Judged[];
  readonly answered: readonly Answered[];
  readonly coverage: Coverage;
}

/** On paper with the teams, in a file without them. */
export function Keep({ judged, answered, coverage }: Props) {
  const t = useText('list');
  const common = useText('common');
  const [withAddresses, setWithAddresses] = useState(true);
  const download = (): void => {
    const { all, late } = coverageWords(coverage, common);
    const rows = downloadRows({
      judged,
      answered,
      words: t.download,
      coverage: [all, ...late].join(' '),
      moment,
      withAddresses,
    });
    save(csvOf(rows), `${t.download.file}-${today()}.csv`);
  };
  return (
    <>
      <Checkbox
        id="with-addresses"
        label={t.withAddresses}
        hint={t.withAddressesHint}
        checked={withAddresses}
        onChange={setWithAddresses}
      />
      <Actions>
        <Button icon="print" onClick={() => print()}>
          {t.print}
        </Button>
        <Button onClick={download}>{t.save}</Button>
      </Actions>
    </>
  );
}

/** As 2026-11-27; the name of a file says nothing else. */
const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** Long enough for a browser to begin with it, and not longer. */
const KEPT = 10_000;

/** Hands a text to the user as a file of her own; nothing is fetched for it. */
function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}
