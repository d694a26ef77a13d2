import type { Me, OwnInvolvements } from '#client/browser';
import { desk } from '../shell/desk';
import { pathOf } from '../shell/router';

export type MyTeam = Me['teams'][number];

/** What every view is about: one team of the user's own. */
export interface ViewProps {
  readonly me: Me;
  readonly team: MyTeam;
}

export const VIEWS = ['list', 'register', 'handOver', 'cover'] as const;
export type View = (typeof VIEWS)[number];

const RIGHTS: Readonly<Record<View, string>> = {
  list: 'involvement.read',
  register: 'involvement.register',
  handOver: 'involvement.hand-over',
  cover: 'cover.manage',
};

/** A team that is the user's by a cover is managed by its own coordinator. */
const isManaging = (view: View): boolean => view === 'handOver' || view === 'cover';

export const viewsFor = (me: Me, team: MyTeam): readonly View[] =>
  VIEWS.filter((view) => me.rights.includes(RIGHTS[view]) && !(isManaging(view) && team.coverUntil !== undefined));

/** Each view of each team has an address, so that the way back leads where one was. */
export const viewPath = (view: View, team: MyTeam): string => pathOf('ours', { team: team.code, view });

export const fetchOurs = ({ code }: MyTeam): Promise<OwnInvolvements> => desk.raakvlak.ours(code);
