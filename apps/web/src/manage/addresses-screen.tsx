import type { CollectiveAddresses } from '#client/browser';
import '../design/fields.css';
import '../design/table.css';
import { useState } from 'preact/hooks';
import {
  ActionLink,
  Actions,
  Busy,
  Button,
  DataTable,
  Empty,
  Foreign,
  Named,
  Notice,
  PageTitle,
  Section,
  Stack,
  Text,
} from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { day, fill, useText } from '../shell/texts';
import { AddressForm } from './address-form';
import { nameOf } from './basis';
import './manage.css';

type Listed = CollectiveAddresses['addresses'][number];

/** Addresses where many live. Which they are is known to nobody but whoever keeps the list. */
export default function AddressesScreen({ sees }: ScreenProps) {
  const t = useText('addresses');
  const { loading } = useText('manage');
  const { value, problem, again } = useFetched(() => desk.raakvlak.collectiveAddresses.list());
  const [said, setSaid] = useState('');
  const tell = (words: string): void => {
    setSaid(words);
    again();
  };
  return (
    <Stack wide>
      <PageTitle focus>{t.title}</PageTitle>
      <Text>{t.intro}</Text>
      <Text>{t.unknown}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={loading} />}
      <div role="status">{said !== '' && <Notice kind="success">{said}</Notice>}</div>
      {value?.lists.length === 0 && (
        <Empty title={t.noList}>
          <Text>{t.noListText}</Text>
          {sees('teams') && <ActionLink href={pathOf('teams')}>{t.toTeams}</ActionLink>}
        </Empty>
      )}
      {value !== undefined && value.lists.length > 0 && (
        <>
          <AddressForm
            lists={value.lists}
            onRegistered={({ expiresOn }) => tell(fill(t.registeredNow, { day: day(expiresOn) }))}
          />
          <Section title={t.caption}>
            {value.addresses.length === 0 ? <Text>{t.none}</Text> : <Table found={value} onDone={tell} />}
            {value.more && <Text>{t.more}</Text>}
          </Section>
        </>
      )}
    </Stack>
  );
}

function Table({ found, onDone }: { found: CollectiveAddresses; onDone: (words: string) => void }) {
  const t = useText('addresses');
  const { acts } = useText('manage');
  const [asked, setAsked] = useState<{ readonly act: 'renew' | 'withdraw'; readonly address: Listed }>();
  const which = ({ caseNumber, id }: Listed): string => caseNumber ?? id.slice(0, 8);
  const close = (): void => setAsked(undefined);
  const carryOut = async ({ act, address: { id } }: NonNullable<typeof asked>): Promise<void> => {
    const client = desk.raakvlak.collectiveAddresses;
    if (act === 'renew') {
      const { expiresOn } = await client.renew(id);
      onDone(fill(t.renewed, { day: day(expiresOn) }));
    } else {
      await client.withdraw(id);
      onDone(t.withdrawn);
    }
    close();
  };
  const more = found.lists.length > 1;
  return (
    <>
      <DataTable
        caption={t.caption}
        captionHidden
        rows={found.addresses}
        rowKey={({ id }) => id}
        columns={[
          { key: 'own', label: t.own, names: true, cell: ({ caseNumber }) => caseNumber ?? t.noOwn },
          { key: 'id', label: t.id, cell: ({ id }) => <span class="manage-code">{id.slice(0, 8)}</span> },
          { key: 'registered', label: t.registered, cell: ({ registeredOn }) => day(registeredOn) },
          { key: 'expires', label: t.expires, cell: ({ expiresOn }) => day(expiresOn) },
          ...(more
            ? [{ key: 'list', label: t.list, cell: ({ team }: Listed) => <Foreign text={nameOf(found.lists, team)} /> }]
            : []),
          {
            key: 'acts',
            label: acts,
            cell: (address) => (
              <Actions>
                <Button compact onClick={() => setAsked({ act: 'renew', address })}>
                  <Named short={t.renew} whole={fill(t.renewNamed, { which: which(address) })} />
                </Button>
                <Button compact onClick={() => setAsked({ act: 'withdraw', address })}>
                  <Named short={t.withdraw} whole={fill(t.withdrawNamed, { which: which(address) })} />
                </Button>
              </Actions>
            ),
          },
        ]}
      />
      {asked !== undefined && (
        <Confirm
          title={asked.act === 'renew' ? t.renewTitle : t.withdrawTitle}
          yes={asked.act === 'renew' ? t.renew : t.withdraw}
          busy={t.working}
          danger={asked.act === 'withdraw'}
          onYes={() => carryOut(asked)}
          onClose={close}
        >
          <Text>{fill(asked.act === 'renew' ? t.renewSure : t.withdrawSure, { which: which(asked.address) })}</Text>
        </Confirm>
      )}
    </>
  );
}
