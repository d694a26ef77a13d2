import type { Moved, Withdrawn } from '#client/browser';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button, CopyButton, DefinitionList, Dialog, Foreign, Notice, shorten, Text } from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { counted, day, fill, text, useText } from '../shell/texts';
import { useWork } from '../shell/work';
import { caseName, kindName } from './case-words';
import { hasEnded, partsOf, type Row } from './rows';

const MoveForm = later(() => import('./move-form').then((part) => part.MoveForm), ['ask', 'register']);

const caseTitle = (row: Row): string => {
  const { titleNumber, titleNone } = text('case');
  return row.caseNumber === undefined ? titleNone : fill(titleNumber, { number: caseName(row) });
};

const groundName = (ground: string): string =>
  (text('case').grounds as Readonly<Record<string, string>>)[ground] ?? shorten(ground, 40).shown;

type Stage =
  | { readonly at: 'details' | 'end' | 'move' }
  | { readonly at: 'renewed'; readonly expiresOn: string; readonly receipt: string }
  | ({ readonly at: 'ended' } & Withdrawn)
  | ({ readonly at: 'moved' } & Moved);

interface Props {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly today: string;
  readonly mayChange: boolean;
  /** Told whether anything changed */
  readonly onClose: (changed: boolean) => void;
}

/** One registration: what is known of it, and what can be done with it. Each stage is a dialog, whose heading is read. */
export function CaseDialog({ row, rows, today, mayChange, onClose }: Props) {
  const t = useText('case');
  const [stage, setStage] = useState<Stage>({ at: 'details' });
  const details = (): void => setStage({ at: 'details' });
  const done = (): void => onClose(true);
  switch (stage.at) {
    case 'details':
      return (
        <Whole
          row={row}
          rows={rows}
          mayChange={mayChange && !hasEnded(row, today)}
          onStage={setStage}
          onClose={() => onClose(false)}
        />
      );
    case 'end':
      return (
        <Confirm
          title={t.endTitle}
          yes={t.endYes}
          busy={t.ending}
          no={t.back}
          danger
          onYes={async () => setStage({ at: 'ended', ...(await desk.raakvlak.withdraw(row.id)) })}
          onClose={details}
        >
          <Text>
            <Foreign text={caseTitle(row)} />
          </Text>
          <Text>{t.endNote}</Text>
          {row.registeredBy === 'connection' && <Notice kind="attention">{t.fromConnection}</Notice>}
        </Confirm>
      );
    case 'move':
      return (
        <MoveForm
          row={row}
          hasAddress={hasAddress(row, rows)}
          today={today}
          onBack={details}
          onMoved={(moved: Moved) => setStage({ at: 'moved', ...moved })}
        />
      );
    case 'renewed':
      return (
        <Result title={t.renewedTitle} onClose={done} receipt={stage.receipt}>
          <Text>{fill(t.renewed, { day: day(stage.expiresOn) })}</Text>
        </Result>
      );
    case 'ended':
      return <Ended {...stage} onClose={done} />;
    case 'moved':
      return (
        <Result key="moved" title={t.movedTitle} onClose={done} receipt={stage.registered?.receipt}>
          <Text>{stage.ended.length === 0 ? t.movedNone : counted(stage.ended.length, t.movedOld)}</Text>
          {stage.registered !== undefined && <Text>{fill(t.movedNew, { day: day(stage.registered.expiresOn) })}</Text>}
        </Result>
      );
  }
}

interface WholeProps {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly mayChange: boolean;
  readonly onStage: (stage: Stage) => void;
  readonly onClose: () => void;
}

function Whole({ row, rows, mayChange, onStage, onClose }: WholeProps) {
  const t = useText('case');
  const { renew: renewWords, end } = useText('ours');
  const { close } = useText('common');
  const { busy, problem, work } = useWork();
  const renew = async (): Promise<void> => onStage({ at: 'renewed', ...(await desk.raakvlak.renew(row.id)) });
  return (
    <Dialog
      title={caseTitle(row)}
      close={close}
      onClose={() => {
        if (!busy) onClose();
      }}
      actions={
        mayChange && (
          <>
            <Button appearance="primary" busy={busy && t.renewing} onClick={() => void work(renew)}>
              {renewWords}
            </Button>
            <Button onClick={() => onStage({ at: 'move' })}>{hasAddress(row, rows) ? t.moved : t.addAddress}</Button>
            <Button onClick={() => onStage({ at: 'end' })}>{end}</Button>
          </>
        )
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Details row={row} rows={rows} />
    </Dialog>
  );
}

const hasAddress = (row: Row, rows: readonly Row[]): boolean =>
  row.kind === 'address' || partsOf(row, rows).some(({ kind }) => kind === 'address');

function Details({ row, rows }: { row: Row; rows: readonly Row[] }) {
  const t = useText('case');
  const ours = useText('ours');
  const { kind, registeredOn, expiresOn, registeredBy, notice, disclosure, caseNumber, id } = row;
  const told = [
    ours.notice[notice.state],
    ...(notice.ground === undefined ? [] : [groundName(notice.ground)]),
    ...(notice.reviewOn === undefined ? [] : [fill(ours.reviewOn, { day: day(notice.reviewOn) })]),
  ];
  const linked = partsOf(row, rows).map((part) =>
    fill(t.linkedItem, { kind: kindName(part.kind), day: day(part.expiresOn) }),
  );
  return (
    <>
      <Text>{caseNumber === undefined ? t.findNone : t.find}</Text>
      {registeredBy === 'connection' && <Notice kind="info">{t.fromConnection}</Notice>}
      <DefinitionList
        items={[
          { term: t.about, value: kindName(kind) },
          { term: t.registered, value: day(registeredOn) },
          { term: t.by, value: registeredBy === undefined ? ours.unknownBy : ours.registeredBy[registeredBy] },
          { term: t.expires, value: day(expiresOn) },
          { term: t.notice, value: <Foreign text={told.join(', ')} /> },
          ...(disclosure === undefined ? [] : [{ term: t.shown, value: ours.less[disclosure] }]),
          ...(linked.length === 0 ? [] : [{ term: t.linked, value: linked.join('; ') }]),
          { term: t.id, value: <code>{id}</code> },
        ]}
      />
    </>
  );
}

interface ResultProps {
  readonly title: string;
  readonly receipt: string | undefined;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

function Result({ title, receipt, onClose, children }: ResultProps) {
  const t = useText('case');
  const { copy, copied, copyFailed } = useText('ours');
  const { close } = useText('common');
  return (
    <Dialog title={title} close={close} onClose={onClose}>
      <Notice kind="success">{children}</Notice>
      {receipt !== undefined && (
        <Text small>
          {t.receipt}: <code>{receipt}</code>{' '}
          <CopyButton text={receipt} label={copy} done={copied} failed={copyFailed} />
        </Text>
      )}
    </Dialog>
  );
}

/** With a question left when the address of the case still stands open. */
function Ended({ receipt, linked, onClose }: Withdrawn & { onClose: () => void }) {
  const t = useText('case');
  const [ended, setEnded] = useState(false);
  const { busy, problem, work } = useWork();
  const end = async (): Promise<void> => {
    await desk.raakvlak.withdrawAll(linked);
    setEnded(true);
  };
  return (
    <Result title={t.endedTitle} receipt={receipt} onClose={onClose}>
      <Text>{t.endedNote}</Text>
      {linked.length > 0 && !ended && (
        <>
          {problem !== undefined && <ProblemNotice problem={problem} />}
          <Text>{t.openAddress}</Text>
          <Button compact busy={busy && t.ending} onClick={() => void work(end)}>
            {t.endAddress}
          </Button>
        </>
      )}
      <div role="status">{ended && <Text>{t.addressEnded}</Text>}</div>
    </Result>
  );
}
