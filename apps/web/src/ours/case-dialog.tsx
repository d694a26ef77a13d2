import type { Moved, Withdrawn } from '#client/browser';
import { Problem } from '#problem';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button, CopyButton, DefinitionList, Dialog, Foreign, Notice, Text } from '../design';
import { desk } from '../shell/desk';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import { counted, day, fill, useText } from '../shell/texts';
import { caseTitle, groundName, kindName } from './case-words';
import { hasEnded, partsOf, type Row } from './rows';

const MoveForm = later(() => import('./move-form').then((part) => part.MoveForm), ['ask', 'register']);

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

/** One registration: what is known of it, and what can be done with it. */
export function CaseDialog({ row, rows, today, mayChange, onClose }: Props) {
  const { case: t } = useText('ours');
  const common = useText('common');
  const [stage, setStage] = useState<Stage>({ at: 'details' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const changed = stage.at === 'renewed' || stage.at === 'ended' || stage.at === 'moved';
  const details = (): void => setStage({ at: 'details' });
  const act = async (work: () => Promise<Stage>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      setStage(await work());
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
    setBusy(false);
  };
  const close = (): void => {
    if (!busy) onClose(changed);
  };
  const failed = problem !== undefined && <ProblemNotice problem={problem} />;
  // Another stage is another dialog: its heading gets the focus.
  switch (stage.at) {
    case 'details':
      return (
        <Dialog
          key="details"
          title={caseTitle(row)}
          close={common.close}
          onClose={close}
          actions={
            mayChange &&
            !hasEnded(row, today) && (
              <>
                <Button
                  appearance="primary"
                  busy={busy && t.renewing}
                  onClick={() => void act(async () => ({ at: 'renewed', ...(await desk.raakvlak.renew(row.id)) }))}
                >
                  {t.renew}
                </Button>
                <Button onClick={() => setStage({ at: 'move' })}>
                  {hasAddress(row, rows) ? t.moved : t.addAddress}
                </Button>
                <Button onClick={() => setStage({ at: 'end' })}>{t.end}</Button>
              </>
            )
          }
        >
          {failed}
          <Details row={row} rows={rows} />
        </Dialog>
      );
    case 'end':
      return (
        <Dialog
          key="end"
          title={t.endTitle}
          close={t.back}
          onClose={() => {
            if (!busy) details();
          }}
          actions={
            <Button
              appearance="danger"
              busy={busy && t.ending}
              onClick={() => void act(async () => ({ at: 'ended', ...(await desk.raakvlak.withdraw(row.id)) }))}
            >
              {t.endYes}
            </Button>
          }
        >
          {failed}
          <Text>
            <Foreign text={caseTitle(row)} />
          </Text>
          <Text>{t.endNote}</Text>
          {row.registeredBy === 'connection' && <Notice kind="attention">{t.fromConnection}</Notice>}
        </Dialog>
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
        <Result key="renewed" title={t.renewedTitle} onClose={close} receipt={stage.receipt}>
          <Text>{fill(t.renewed, { day: day(stage.expiresOn) })}</Text>
        </Result>
      );
    case 'ended':
      return <Ended key="ended" {...stage} onClose={close} />;
    case 'moved':
      return (
        <Result key="moved" title={t.movedTitle} onClose={close} receipt={stage.registered?.receipt}>
          <Text>{stage.ended.length === 0 ? t.movedNone : counted(stage.ended.length, t.movedOld)}</Text>
          {stage.registered !== undefined && <Text>{fill(t.movedNew, { day: day(stage.registered.expiresOn) })}</Text>}
        </Result>
      );
  }
}

const hasAddress = (row: Row, rows: readonly Row[]): boolean =>
  row.kind === 'address' || partsOf(row, rows).some(({ kind }) => kind === 'address');

function Details({ row, rows }: { row: Row; rows: readonly Row[] }) {
  const t = useText('ours');
  const { kind, registeredOn, expiresOn, registeredBy, notice, disclosure, caseNumber, id } = row;
  const told = [
    t.notice[notice.state],
    ...(notice.ground === undefined ? [] : [groundName(notice.ground)]),
    ...(notice.reviewOn === undefined ? [] : [fill(t.reviewOn, { day: day(notice.reviewOn) })]),
  ];
  const linked = partsOf(row, rows).map((part) =>
    fill(t.case.linkedItem, { kind: kindName(part.kind), day: day(part.expiresOn) }),
  );
  return (
    <>
      <Text>{caseNumber === undefined ? t.case.findNone : t.case.find}</Text>
      {registeredBy === 'connection' && <Notice kind="info">{t.case.fromConnection}</Notice>}
      <DefinitionList
        items={[
          { term: t.case.about, value: kindName(kind) },
          { term: t.case.registered, value: day(registeredOn) },
          { term: t.case.by, value: registeredBy === undefined ? t.unknownBy : t.registeredBy[registeredBy] },
          { term: t.case.expires, value: day(expiresOn) },
          { term: t.case.notice, value: <Foreign text={told.join(', ')} /> },
          ...(disclosure === undefined ? [] : [{ term: t.case.shown, value: t.less[disclosure] }]),
          ...(linked.length === 0 ? [] : [{ term: t.case.linked, value: linked.join('; ') }]),
          { term: t.case.id, value: <code>{id}</code> },
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
  const { case: t } = useText('ours');
  const { close } = useText('common');
  return (
    <Dialog title={title} close={close} onClose={onClose}>
      <Notice kind="success">{children}</Notice>
      {receipt !== undefined && (
        <Text small>
          {t.receipt}: <code>{receipt}</code>{' '}
          <CopyButton text={receipt} label={t.copy} done={t.copied} failed={t.copyFailed} />
        </Text>
      )}
    </Dialog>
  );
}

/** With a question left when the address of the case still stands open. */
function Ended({ receipt, linked, onClose }: Withdrawn & { onClose: () => void }) {
  const { case: t } = useText('ours');
  const [state, setState] = useState<'open' | 'busy' | 'ended'>(linked.length === 0 ? 'ended' : 'open');
  const [problem, setProblem] = useState<Problem>();
  const end = async (): Promise<void> => {
    setState('busy');
    setProblem(undefined);
    try {
      await desk.raakvlak.withdrawAll(linked);
      setState('ended');
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setState('open');
    }
  };
  return (
    <Result title={t.endedTitle} receipt={receipt} onClose={onClose}>
      <Text>{t.endedNote}</Text>
      {linked.length > 0 && state !== 'ended' && (
        <>
          {problem !== undefined && <ProblemNotice problem={problem} />}
          <Text>{t.openAddress}</Text>
          <Button compact busy={state === 'busy' && t.ending} onClick={() => void end()}>
            {t.endAddress}
          </Button>
        </>
      )}
      <div role="status">{linked.length > 0 && state === 'ended' && <Text>{t.addressEnded}</Text>}</div>
    </Result>
  );
}
