import '../design/prose.css';
import { useEffect } from 'preact/hooks';
import { Disclosure, Link, PageTitle, Section, Stack, telephone, Text } from '../design';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { useText } from '../shell/texts';
import { Lines } from './lines';
import { type Topic, topicsFor } from './topics';
import { Helpdesk, useWhomToAsk } from './whom-to-ask';

const idOf = (topic: string): string => `topic-${topic}`;

/** Short answers to what people ask, those for the user's own work first, and whom to call. */
export default function HelpScreen({ me, query, sees }: ScreenProps) {
  const { help: t } = useText('pages');
  const { helpdesk } = useWhomToAsk();
  const topics = topicsFor(me);
  const wanted = topics.find((topic) => topic === query.get('topic'));
  useEffect(() => {
    if (wanted === undefined) return;
    const summary = document.getElementById(idOf(wanted))?.querySelector('summary');
    summary?.scrollIntoView({ block: 'start' });
    summary?.focus({ preventScroll: true });
  }, [wanted]);
  return (
    <Stack wide>
      <PageTitle {...(wanted === undefined ? { focus: true } : {})}>{t.title}</PageTitle>
      <Text>{t.lead}</Text>
      <div class="rv-stack">
        {topics.map((topic) => (
          <div key={topic} id={idOf(topic)}>
            <Disclosure summary={t.topics[topic].title} open={topic === wanted}>
              {topic === 'keys' ? <Keys /> : <TopicLines topic={topic} />}
            </Disclosure>
          </div>
        ))}
      </div>
      <Section title={t.callTitle}>
        <Text>{helpdesk === undefined ? t.callGeneral : t.call}</Text>
        {helpdesk !== undefined && <Helpdesk {...helpdesk} />}
        <Lines
          lines={t.danger.map(({ text, phone }) => (
            <>
              {text}
              <Link href={telephone(phone)!} icon="phone" block>
                {phone}
              </Link>
            </>
          ))}
        />
      </Section>
      <Section title={t.furtherTitle}>
        {me.actor !== '' && <Link href={pathOf('welcome')}>{t.welcome}</Link>}
        {sees('practice') && <Link href={pathOf('practice')}>{t.practice}</Link>}
        <Link href={pathOf('privacy')}>{t.privacy}</Link>
        <Link href={pathOf('accessibility')}>{t.accessibility}</Link>
      </Section>
    </Stack>
  );
}

function TopicLines({ topic }: { topic: Exclude<Topic, 'keys'> }) {
  const { help: t } = useText('pages');
  return <Lines lines={t.topics[topic].lines} />;
}

function Keys() {
  const { help: t } = useText('pages');
  const { keys } = t.topics;
  return (
    <Lines
      lines={keys.lines.map(({ key, does }) => (
        <>
          <kbd>{key}</kbd>: {does}
        </>
      ))}
    />
  );
}
