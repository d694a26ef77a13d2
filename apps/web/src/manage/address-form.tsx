import type { CollectiveAddresses, Registered } from '#client/browser';
import { useRef, useState } from 'preact/hooks';
import { SubjectField } from '../ask/subject-field';
import { fieldIdOf } from '../ask/question';
import { SelectField, Text, TextField } from '../design';
import { faultWords } from '../shell/fault-words';
import { desk } from '../shell/desk';
import { Forgetting } from '../shell/forgetting';
import { loadTexts, useText } from '../shell/texts';
import { SmallForm } from './small-form';
import { useFaults } from './use-faults';

const KINDS = ['address'];

interface Props {
  readonly lists: CollectiveAddresses['lists'];
  readonly onRegistered: (registered: Registered) => void;
}

/** Puts an address on a list: it is read, shown as it was understood, and blinded in this browser. */
export function AddressForm({ lists, onRegistered }: Props) {
  const all = useText('manage');
  const t = useText('addresses');
  const [text, setText] = useState('');
  const [caseNumber, setCaseNumber] = useState('');
  const [chosen, setChosen] = useState(lists.length === 1 ? lists[0]!.code : '');
  const { error, saying } = useFaults();
  const attempt = useRef({ what: '', id: '' });

  const send = async (): Promise<void> => {
    await loadTexts(['problems']);
    const { subject, code = '' } = await desk.reader.read(text, KINDS);
    if (subject === undefined) {
      saying({}, { [fieldIdOf(0)]: faultWords(code) });
      return document.getElementById(fieldIdOf(0))?.focus();
    }
    // The same once more, after a connection that was lost, is the same registration.
    const what = JSON.stringify([subject.identifier, chosen, caseNumber]);
    if (attempt.current.what !== what) attempt.current = { what, id: crypto.randomUUID() };
    const number = caseNumber.trim();
    const registered = await desk.raakvlak.collectiveAddresses.register({
      id: attempt.current.id,
      team: chosen,
      address: subject.identifier,
      ...(number === '' ? {} : { caseNumber: number }),
    });
    attempt.current = { what: '', id: '' };
    setText('');
    setCaseNumber('');
    onRegistered(registered);
  };
  return (
    <SmallForm
      title={t.registerTitle}
      submit={t.register}
      busy={t.registering}
      check={() => saying(chosen === '' ? { list: 'list' } : {})}
      send={send}
    >
      <Forgetting on={text !== ''} forget={() => setText('')} />
      {lists.length > 1 && (
        <SelectField
          id="list"
          label={t.list}
          none={all.choose}
          value={chosen}
          error={error('list')}
          choices={lists.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={setChosen}
        />
      )}
      <SubjectField place={0} value={text} kinds={KINDS} fault={error(fieldIdOf(0))} onChange={setText} />
      <TextField id="own-number" label={t.own} hint={t.ownHint} value={caseNumber} onInput={setCaseNumber} />
      <Text small>{t.promise}</Text>
    </SmallForm>
  );
}
