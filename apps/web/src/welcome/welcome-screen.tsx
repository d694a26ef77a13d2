import { useEffect } from 'preact/hooks';
import { ActionLink, Actions, Busy, Link, PageTitle, Section, Stack, Text } from '../design';
import { rememberVisit } from '../shell/first-visit';
import { usePurposes } from '../shell/purposes';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { fill, useText } from '../shell/texts';
import { type Step, STEPS, type Welcome, welcomesOf } from './steps';

/** Three steps for each of the user's roles. Comes by itself once a role and browser, and is on the help page ever after. */
export default function WelcomeScreen(screen: ScreenProps) {
  const { me } = screen;
  useEffect(() => rememberVisit(me), [me]);
  if (me.rights.includes('purpose.read')) return <Asker {...screen} />;
  return <Steps {...screen} welcomes={welcomesOf(me, false)} />;
}

/** What somebody may ask about tells an inspector from a home visitor; when that cannot be known now, nothing is lost. */
function Asker(screen: ScreenProps) {
  const t = useText('common');
  const { purposes, problem } = usePurposes();
  if (purposes === undefined && problem === undefined) return <Busy words={t.loading} />;
  const buildings = purposes?.some(({ kinds }) => kinds?.includes('building')) ?? false;
  return <Steps {...screen} welcomes={welcomesOf(screen.me, buildings)} />;
}

function Steps({ sees, begin, welcomes }: ScreenProps & { welcomes: readonly Welcome[] }) {
  const t = useText('welcome');
  return (
    <Stack wide>
      <PageTitle focus>{t.title}</PageTitle>
      <Text>{t.lead}</Text>
      {welcomes.map((welcome) => (
        <Section key={welcome} title={t.roles[welcome].title}>
          <ol class="rv-list rv-stack">
            {STEPS[welcome].map((step, i) => (
              <StepCard key={i} sees={sees} place={i + 1} step={step} words={t.roles[welcome].steps[i]!} />
            ))}
          </ol>
        </Section>
      ))}
      <Actions>
        <ActionLink href={pathOf(begin)} appearance="primary">
          {t.begin}
        </ActionLink>
      </Actions>
      <Text small>{t.later}</Text>
    </Stack>
  );
}

interface StepProps extends Pick<ScreenProps, 'sees'> {
  /** Counted from 1 */
  readonly place: number;
  readonly step: Step;
  readonly words: { readonly title: string; readonly text: string; readonly link: string };
}

function StepCard({ sees, place, step: { page, topic }, words }: StepProps) {
  const t = useText('welcome');
  return (
    <li class="rv-card">
      <Text small>{fill(t.step, { n: place })}</Text>
      <h3 class="utrecht-heading-3">{words.title}</h3>
      <Text>{words.text}</Text>
      {sees(page) && (
        <Link href={pathOf(page, topic === undefined ? {} : { topic })} block>
          {words.link}
        </Link>
      )}
    </li>
  );
}
