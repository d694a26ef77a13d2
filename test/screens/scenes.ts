import type { Page } from 'playwright-core';
import { askAbout, fillQuestion, type WebTown } from '../support/web';

/** One picture: who looks, at which page, and what she does there first. */
export interface Scene {
  /** Of the files: docs/screens/NAME-phone.png and -desktop.png */
  readonly name: string;
  /** What is seen, for the index */
  readonly title: string;
  /** A demo person; nobody is signed in without one */
  readonly as?: string;
  readonly path: string;
  readonly act?: Act;
  readonly dark?: true;
}

type Act = (page: Page, town: WebTown) => Promise<unknown>;

/** In the order of the index. Add a line for each screen, and for each state that somebody should have seen. */
export const SCENES: readonly Scene[] = [
  { name: 'sign-in', title: 'Before signing in', path: '/' },
  {
    name: 'sign-in-people',
    title: 'The demonstration’s provider',
    path: '/',
    act: people,
  },
  { name: 'ask', title: 'The question', as: 'bilal', path: '/ask', act: fill('999 99 36 53') },
  { name: 'ask-dark', title: 'The same in the dark', as: 'bilal', path: '/ask', act: fill('3899 zz 12 a'), dark: true },
  { name: 'ask-faults', title: 'What is wrong, and where', as: 'bilal', path: '/ask', act: faults },
  { name: 'ask-answer', title: 'Whom to call', as: 'bilal', path: '/ask', act: ask('999993653') },
  {
    name: 'ask-answer-inspector',
    title: 'Four teams at one address, as the inspector reads it',
    as: 'ruud',
    path: '/ask',
    act: ask('3899 ZZ 88', 'planned-control'),
  },
  { name: 'ask-nothing', title: 'Nothing that may be seen', as: 'bilal', path: '/ask', act: ask('3899 ZZ 41') },
  { name: 'ask-unreachable', title: 'The key holder cannot be reached', as: 'bilal', path: '/ask', act: unreachable },
  { name: 'list', title: 'A round of controls', as: 'ruud', path: '/list', act: list },
  { name: 'ours', title: 'What a team registered', as: 'ingrid', path: '/our-involvement' },
  { name: 'ours-register', title: 'Register by hand', as: 'ingrid', path: '/our-involvement?view=register' },
  { name: 'contact', title: 'How a team is to be reached', as: 'carla', path: '/our-team' },
  { name: 'questions', title: 'One’s own questions', as: 'bilal', path: '/my-questions' },
  { name: 'log', title: 'The log', as: 'pieter', path: '/log' },
  { name: 'look', title: 'One look, with its proof', as: 'pieter', path: '/log', act: firstLook },
  { name: 'policy', title: 'Versions of the policy', as: 'pieter', path: '/policy' },
  { name: 'policy-version', title: 'What a version decides', as: 'pieter', path: '/policy/version?version=v1' },
  { name: 'simulator', title: 'What somebody would see', as: 'pieter', path: '/policy/simulator' },
  { name: 'proposals', title: 'What waits for a second person', as: 'petra', path: '/proposals' },
  { name: 'purposes', title: 'Purposes', as: 'pieter', path: '/manage/purposes' },
  { name: 'departments', title: 'Departments', as: 'anouk', path: '/manage/departments' },
  { name: 'teams', title: 'Teams', as: 'anouk', path: '/manage/teams' },
  { name: 'connections', title: 'Connections', as: 'anouk', path: '/manage/connections' },
  { name: 'addresses', title: 'Collective addresses', as: 'anouk', path: '/manage/collective-addresses' },
  { name: 'file-check', title: 'Check of a file', as: 'anouk', path: '/manage/file-check' },
  { name: 'welcome', title: 'The first steps', as: 'bilal', path: '/welcome' },
  { name: 'practice', title: 'Practise', as: 'bilal', path: '/practice' },
  { name: 'help', title: 'Help', path: '/help' },
  { name: 'privacy', title: 'Privacy', path: '/privacy' },
  { name: 'accessibility', title: 'Accessibility', path: '/accessibility' },
  { name: 'account', title: 'One’s own account', as: 'carla', path: '/account' },
];

async function list(page: Page): Promise<void> {
  await page.locator('textarea').first().fill('3899 ZZ 88\n3899 ZZ 12-A\n3899 ZZ 40\n3899 ZZ');
}

async function firstLook(page: Page): Promise<void> {
  await page.locator('table a').first().click();
  await page.getByText('Wat er gebeurde').waitFor();
}

async function people(page: Page): Promise<void> {
  await page.locator('main button').click();
  await page.locator('button[name="sub"]').first().waitFor();
}

function fill(subject: string, purpose?: string): Act {
  return (page) => fillQuestion(page, subject, purpose);
}

function ask(subject: string, purpose?: string): Act {
  return (page) => askAbout(page, subject, purpose);
}

async function faults(page: Page): Promise<void> {
  await page.locator('#subject').fill('123456789');
  await page.locator('#subject').press('Enter');
  await page.getByRole('link', { name: /BSN/ }).first().waitFor();
}

async function unreachable(page: Page, town: WebTown): Promise<void> {
  await fillQuestion(page, '999993653');
  const mended = town.line.cut(/\/v1\/evaluations/);
  await page.locator('#subject').press('Enter');
  await page
    .getByRole('heading', { name: /niet gelukt/ })
    .or(page.getByText('niet bereikbaar'))
    .first()
    .waitFor();
  mended();
}
