import type { Coverage } from '#client/browser';
import { useState } from 'preact/hooks';
import { Actions, Button, Checkbox, Dialog, Text } from '../design';
import { coverageWords } from '../shell/coverage';
import { keepCsv } from '../shell/keep';
import { moment, useText } from '../shell/texts';
import { csvOf, downloadRows } from './csv';
import type { Judged } from './lines';
import type { Answered } from './run';

interface Props {
  readonly judged: readonly Judged[];
  readonly answered: readonly Answered[];
  readonly coverage: Coverage;
  readonly onAgain: () => void;
}

/** On paper with the teams, in a file without them. */
export function Keep({ judged, answered, coverage, onAgain }: Props) {
  const t = useText('list');
  const [saving, setSaving] = useState(false);
  return (
    <div class="no-print">
      <Actions>
        <Button icon="print" onClick={() => print()}>
          {t.print}
        </Button>
        <Button onClick={() => setSaving(true)}>{t.save}</Button>
        <Button appearance="subtle" onClick={onAgain}>
          {t.again}
        </Button>
      </Actions>
      {saving && (
        <SaveDialog judged={judged} answered={answered} coverage={coverage} onClose={() => setSaving(false)} />
      )}
    </div>
  );
}

type SaveProps = Omit<Props, 'onAgain'> & { readonly onClose: () => void };

/** What will stand in the file, before it is made. */
function SaveDialog({ judged, answered, coverage, onClose }: SaveProps) {
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
    keepCsv(csvOf(rows), `${t.download.file}-${today()}.csv`);
    onClose();
  };
  return (
    <Dialog title={t.save} close={common.cancel} onClose={onClose}>
      <Text>{t.saveNote}</Text>
      <Checkbox
        id="with-addresses"
        label={t.withAddresses}
        hint={t.withAddressesHint}
        checked={withAddresses}
        onChange={setWithAddresses}
      />
      <Actions>
        <Button appearance="primary" onClick={download}>
          {t.saveNow}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** As 2026-11-27; the name of a file says nothing else. */
const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Amsterdam' });
