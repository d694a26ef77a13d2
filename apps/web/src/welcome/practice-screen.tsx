import { useState } from 'preact/hooks';
import { ResultScreen } from '../ask/result';
import { ActionLink, Actions, Busy, Dialog, Link, Notice, Section, Stack, Text } from '../design';
import { ProblemNotice } from '../shell/problem-notice';
import { usePurposes } from '../shell/purposes';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { useText } from '../shell/texts';
import { type Practised, PracticeForm } from './practice-form';

/** A question about a subject that does not exist: nothing is typed, so there is nothing to forget. */
export default function PracticeScreen({ name }: ScreenProps) {
  const t = useText('common');
  const { purposes, problem } = usePurposes();
  const [practised, setPractised] = useState<Practised>();
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (purposes === undefined) return <Busy words={t.loading} />;
  if (practised === undefined) return <PracticeForm purposes={purposes} onAnswer={setPractised} />;
  return <MadeUpAnswer practised={practised} name={name} onAgain={() => setPractised(undefined)} />;
}

interface AnswerProps {
  readonly practised: Practised;
  readonly name: string;
  readonly onAgain: () => void;
}

/** As a real answer looks; the teams exist, so nobody is called or written to from here. */
function MadeUpAnswer({ practised: { inquiry, purpose, kind, at }, name, onAgain }: AnswerProps) {
  const { practice: t } = useText('welcome');
  const [stopped, setStopped] = useState(false);
  const stop = (event: Event): void => {
    const link = (event.target as Element | null)?.closest?.('a');
    if (link == null || !['tel:', 'mailto:'].includes(link.protocol)) return;
    event.preventDefault();
    event.stopPropagation();
    setStopped(true);
  };
  const building = kind === 'building';
  return (
    <div onClickCapture={stop} onAuxClickCapture={stop}>
      <ResultScreen
        answered={{ inquiry, subjects: [], purpose: purpose.name, building, at }}
        name={name}
        onAgain={onAgain}
        practice={{
          kind: kind === 'person' || kind === 'business' ? kind : 'address',
          mark: t.mark,
          title: inquiry.answers.some(({ contacts }) => contacts.length > 0) ? t.foundTitle : t.nothingTitle,
          above: (
            <Notice kind="attention" title={t.noticeTitle}>
              {t.notice}
            </Notice>
          ),
          below: <Explained />,
          again: t.again,
        }}
      />
      {stopped && (
        <Dialog title={t.noticeTitle} close={t.close} onClose={() => setStopped(false)}>
          <Text>{t.noCall}</Text>
        </Dialog>
      )}
    </div>
  );
}

function Explained() {
  const { practice: t } = useText('welcome');
  return (
    <Section title={t.explainedTitle}>
      <Stack>
        {t.explained.map((line) => (
          <Text key={line}>{line}</Text>
        ))}
        <Link href={pathOf('help', { topic: 'answer' })} block>
          {t.more}
        </Link>
        <Actions>
          <ActionLink href={pathOf('ask')}>{t.real}</ActionLink>
        </Actions>
      </Stack>
    </Section>
  );
}
