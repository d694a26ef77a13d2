import type { Me } from '#client/browser';
import type { ComponentType } from 'preact';
import { isFirstVisit } from './first-visit';
import type { PageName } from './router';
import type { ScreenProps } from './screen';
import type { SectionName } from './texts';

export interface Route {
  /** A chunk of its own, fetched when somebody goes there */
  readonly load: () => Promise<{ readonly default: ComponentType<ScreenProps> }>;
  readonly sections: readonly SectionName[];
  /** One of these rights opens it; none: everybody who is signed in */
  readonly rights?: readonly string[];
  /** One of these rights closes it: whoever has it has a page of her own for the same */
  readonly unless?: readonly string[];
}

export const ROUTES: Readonly<Partial<Record<PageName, Route>>> = {
  ask: { load: () => import('../ask/ask-screen'), sections: ['ask'], rights: ['inquiry.ask'] },
  log: { load: () => import('../log/log-screen'), sections: ['log'], rights: ['look.read'] },
  look: { load: () => import('../log/look-screen'), sections: ['log'], rights: ['look.read'] },
  policy: {
    load: () => import('../policy/policy-screen'),
    sections: ['policy', 'policyVersions'],
    rights: ['policy.read'],
  },
  policyVersion: {
    load: () => import('../policy/version-screen'),
    sections: ['policy', 'policyVersion'],
    rights: ['policy.read'],
  },
  simulator: {
    load: () => import('../policy/simulator-screen'),
    sections: ['policy', 'simulator'],
    rights: ['policy.read'],
  },
  proposals: {
    load: () => import('../policy/proposals-screen'),
    sections: ['policy', 'proposals'],
    rights: ['proposal.read'],
  },
  purposes: {
    load: () => import('../policy/purposes-screen'),
    sections: ['policy', 'purposes'],
    rights: ['policy.read'],
  },
  list: { load: () => import('../list/list-screen'), sections: ['list'], rights: ['inquiry.ask'] },
  welcome: { load: () => import('../welcome/welcome-screen'), sections: ['welcome'] },
  practice: {
    load: () => import('../welcome/practice-screen'),
    sections: ['welcome', 'answer'],
    rights: ['inquiry.practise'],
  },
  help: { load: () => import('../pages/help-screen'), sections: ['pages'] },
  privacy: { load: () => import('../pages/privacy-screen'), sections: ['pages'] },
  accessibility: { load: () => import('../pages/accessibility-screen'), sections: ['pages'] },
  ours: { load: () => import('../ours/ours-screen'), sections: ['ours'], rights: ['involvement.read'] },
  contact: {
    load: () => import('../ours/contact-screen'),
    sections: ['contact'],
    rights: ['contact.change'],
    unless: ['organisation.manage'],
  },
  questions: { load: () => import('../questions/questions-screen'), sections: ['questions'], rights: ['inquiry.list'] },
  departments: {
    load: () => import('../manage/departments-screen'),
    sections: ['manage', 'departments'],
    rights: ['organisation.manage'],
  },
  teams: {
    load: () => import('../manage/teams-screen'),
    sections: ['manage', 'teams'],
    rights: ['organisation.manage'],
  },
  connections: {
    load: () => import('../manage/connections-screen'),
    sections: ['manage', 'connections'],
    rights: ['organisation.manage'],
  },
  addresses: {
    load: () => import('../manage/addresses-screen'),
    sections: ['manage', 'addresses', 'ask'],
    rights: ['collective-address.manage'],
  },
  fileCheck: {
    load: () => import('../manage/file-check-screen'),
    sections: ['manage', 'fileCheck'],
    rights: ['organisation.manage'],
  },
  account: { load: () => import('../account/account-screen'), sections: ['account'] },
};

/** Screens with tables, that need the room. */
export const WIDE: readonly PageName[] = [
  'list',
  'ours',
  'questions',
  'log',
  'policy',
  'policyVersion',
  'proposals',
  'departments',
  'teams',
  'connections',
  'addresses',
];

/** Entries of the menu, in this order, for whoever may see the page. */
export const MENU: readonly PageName[] = [
  'ask',
  'list',
  'ours',
  'contact',
  'questions',
  'log',
  'policy',
  'proposals',
  'departments',
  'teams',
  'purposes',
  'connections',
  'addresses',
  'fileCheck',
];

export function maySee(page: PageName, me: Me): boolean {
  const route = ROUTES[page];
  const has = (right: string): boolean => me.rights.includes(right);
  return route !== undefined && route.unless?.some(has) !== true && route.rights?.some(has) !== false;
}

/** Where somebody begins: what she came for. */
export const beginOf = (me: Me): PageName => MENU.find((page) => maySee(page, me)) ?? 'help';

/** The first time in this browser the three steps come before it. */
export const homeOf = (me: Me): PageName => (isFirstVisit(me) ? 'welcome' : beginOf(me));
