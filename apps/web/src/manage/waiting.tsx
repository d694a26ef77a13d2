import type { OrganisationOverview } from '#client/browser';
import { Link, Section, Text } from '../design';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { useText } from '../shell/texts';

interface Props {
  readonly proposals: OrganisationOverview['proposals'];
  readonly sees: ScreenProps['sees'];
}

/** Changes that are not made before a second person agrees. */
export function Waiting({ proposals, sees }: Props) {
  const t = useText('manage');
  const words: Readonly<Record<string, string>> = t.waiting;
  if (proposals.length === 0) return null;
  return (
    <Section title={t.waitingTitle}>
      <ul class="rv-list">
        {proposals.map(({ id, kind }) => (
          <li key={id}>{words[kind] ?? kind}</li>
        ))}
      </ul>
      <Text small>{t.whoDecides}</Text>
      {sees('proposals') && (
        <Link href={pathOf('proposals')} block>
          {t.toProposals}
        </Link>
      )}
    </Section>
  );
}
