import type { nl } from './nl';

/** The words of nl.ts in English, for colleagues who read that more easily; a type sees to it that none is missing. */
export const en: typeof nl = {
  shell: {
    name: 'Raakvlak',
    demoShort: 'Demonstration: all is made up',
    skip: 'To the content',
    menu: 'Menu',
    about: 'About Raakvlak',
    busy: 'One moment …',
    signIn: 'Sign in with your work account',
    signOut: 'Sign out',
    signedIn: 'Signed in',
    welcomeTitle: 'Who else is involved?',
    welcome:
      'Before a home visit or a control, see which teams of the municipality are already involved with a person or an address. You get their phone number, so that you can make agreements.',
    welcomeNever:
      'Raakvlak keeps no citizen number, address or name of residents and nothing of what a case is about. Every question stands in a log.',
    signedOutTitle: 'You are signed out',
    signedOut: 'Nothing of yours is left in this window.',
    missingTitle: 'This page does not exist',
    missing: 'Or it is not for your role. Choose another page in the menu.',
    problem: 'That did not work',
    problemCode: 'Code for the service desk: {code}',
    offline: 'No connection. Nothing was looked up. Try again when you are connected.',
    offlineTitle: 'No connection',
    offlineHere: 'You cannot ask or save anything now. What is on the screen stays there to read.',
    tryAgain: 'Try again',
    outdated: 'This part of the app could not be loaded. There may be a new version. Load the page again.',
    reload: 'Load the page again',
    idleTitle: 'You will be signed out soon',
    idle: 'You have not done anything for a while. Raakvlak signs you out in {minutes} min.',
    idleStay: 'Stay signed in',
    pages: {
      ask: 'Ask',
      list: 'List of addresses',
      ours: 'Our involvement',
      contact: 'Our team',
      questions: 'My questions',
      practice: 'Practise',
      log: 'Log',
      look: 'One look',
      policy: 'Policy',
      policyVersion: 'Version of the policy',
      simulator: 'Try the policy',
      proposals: 'Proposals',
      departments: 'Departments',
      teams: 'Teams',
      purposes: 'Purposes',
      connections: 'Connections',
      addresses: 'Collective addresses',
      fileCheck: 'Check a file',
      welcome: 'Welcome',
      account: 'Your details',
      help: 'Help',
      privacy: 'Privacy',
      accessibility: 'Accessibility',
    },
  },

  common: {
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    loading: 'Loading …',
    more: { show: 'Show all', hide: 'Show less' },
    again: 'New question',
    goneTitle: 'This screen was emptied',
    gone: 'So nobody reads along. If you want to see the answer again, ask again.',
    roles: {
      professional: 'Professional',
      'team-coordinator': 'Team coordinator',
      broker: 'Broker',
      connection: 'Connection',
      'application-manager': 'Application manager',
      'privacy-officer': 'Privacy officer',
      'data-protection-officer': 'Data protection officer',
      'data-owner': 'Data owner',
    },
    unknownDay: 'unknown day',
    forms: {
      bsn: 'BSN that ends in {end}',
      vnr: 'V-number that ends in {end}',
      kvk: 'KVK number that ends in {end}',
      bag: 'BAG number that ends in {end}',
      address: 'address {address}',
    },
    coverageAll: '{connected} of {all} departments are connected.',
    coverage: {
      never: '{department} is not connected yet.',
      behind: '{department} last delivered on {day}. The picture may be incomplete.',
      rotating: '{department} last delivered on {day}, before the new key. Nothing of it can be found now.',
    },
  },

  ask: {
    title: 'Who else is involved?',
    demo: 'Demonstration: everything is made up. Try 999993653 or 3899 ZZ 88. Never type real details here.',
    loading: 'Fetching your purposes …',
    faultsTitle: 'Not yet. Please correct this:',
    purpose: 'What do you ask it for?',
    purposeMissing: 'Choose what you ask it for.',
    fieldBoth: 'Citizen number (BSN) or address',
    fieldPerson: 'Citizen number (BSN) or V-number',
    fieldAddress: 'Address',
    fieldAddressBusiness: 'Address or KVK number',
    hintBoth: 'For instance 999 99 36 53 or 3899 ZZ 12 A. Spaces and dots are fine. Put V-nummer: before a V-number.',
    hintAddress: 'Postcode and house number, for instance 3899 ZZ 12 A. You can paste as well.',
    understood: 'Understood: {what}',
    digitsLeft: '{n} more digits for a BSN',
    oneDigitLeft: '1 more digit for a BSN',
    kindNotAllowed: {
      person: 'For this purpose you may not ask about a person. Choose another purpose or give an address.',
      address: 'For this purpose you may not ask about an address. Choose another purpose or give a BSN.',
      business: 'For this purpose you may not ask about a business. Choose another purpose or give an address.',
    },
    another: 'Another person or address',
    remove: 'Remove field {n}',
    building: 'All of the house number',
    buildingHint: 'All units as well: 12 means 12-A and 12-B too. This counts more heavily in what you may ask.',
    caseSummary: 'Add a case number (may be left empty)',
    caseNumber: 'Your own case number',
    caseHint: 'As your system writes it, for instance WT-2026-00123. No name, BSN or address.',
    ask: 'Ask',
    askSeveral: 'Ask about {n} at once',
    asking: 'Asking …',
    promise:
      'The BSN or address is made unrecognisable in your browser and does not leave this screen. Your question goes into the log.',
    emergency: 'Is somebody in danger now?',
    noEmergency: 'No, this is no emergency',
    emergencyReasons: {
      'life-in-danger': 'Yes, somebody’s life is in danger',
      'child-in-danger': 'Yes, a child is in danger',
      'violence-now': 'Yes, there is violence now',
      'fire-or-collapse': 'Yes, there is a fire or the building may collapse',
    },
    emergencyTitle: 'An emergency is always reviewed',
    emergencyNote:
      'You also see teams that otherwise stand behind a broker. Those teams are told that you asked. The privacy officer judges your question afterwards. In immediate danger call 112 first.',
  },

  answer: {
    foundTitle: 'These are the teams you can call',
    nothingTitle: 'No contact points that you may see now',
    askedAt: '{purpose}, asked at {time}.',
    nothing: 'That does not mean that nobody is involved. Do not rely on this answer alone.',
    nothingHere: 'No contact points that you may see now.',
    nothingKnows:
      'Raakvlak only knows teams of: {departments}. Family doctors, the police and Veilig Thuis are not in it.',
    safeHomeTitle: 'Are you worried about safety?',
    safeHome: 'Call Veilig Thuis: 0800 2000. It is free, day and night.',
    emergencyResultTitle: 'This was an emergency',
    emergencyResult:
      'If there are teams that you do not see here, they will call your team themselves. Use what you read here until {until} and do not keep it.',
    broker: 'Broker: brings you into contact with the team',
    hours: 'Open: {hours}',
    reachable: 'Reachable now',
    notReachable: 'Not reachable now',
    call: 'Call {phone}',
    mail: 'Send an e-mail',
    mailSubject: 'Afstemmen: verzoek om contact',
    instead: 'Then call:',
    matched: {
      unit: 'Involved at this address',
      number: 'Involved at the whole house number',
      unitInBuilding: 'Involved at one of the addresses of this house number',
      person: 'Involved with this person',
      address: 'Involved at this address',
      business: 'Involved with this business',
    },
    coverageTitle: 'How complete is this?',
    print: 'Print',
    printSubject: 'Put the BSN or address on the print',
    printedBy: 'Asked by {name}, {at}.',
    printedNobody: 'an employee of the municipality',
    printedReceipt: 'Receipt: {receipt}',
    printedSubject: {
      bsn: 'BSN {value}',
      vnr: 'V-number {value}',
      kvk: 'KVK number {value}',
      bag: 'BAG number {value}',
    },
    receiptSummary: 'Receipt',
    receiptNote: 'With this receipt you can show later that your question stands in the log.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Copying does not work here',
    mistake: 'Mistake: I did not want to ask this',
    mistakeTitle: 'Was this question a mistake?',
    mistakeNote:
      'We note that you asked this by mistake. The question stays in the log: nothing is ever removed from it.',
    mistakeBusy: 'One moment …',
    mistakeYes: 'Yes, this was a mistake',
    mistakeNo: 'No, close',
    mistakeDoneTitle: 'Noted',
    mistakeDone: 'It now says with this question that it was a mistake.',
    emptied:
      'This screen empties itself when you do nothing for 5 minutes, or do something else on your phone for 1 minute. Calling from this screen is fine.',
  },

  account: {
    title: 'Your details',
    intro: 'This is how Raakvlak knows you. If it is not right, ask your application manager or the service desk.',
    name: 'Name',
    nameless: 'The sign-in service gives no name',
    roles: 'Role',
    department: 'Department',
    noDepartment: 'No department known',
    teams: 'Teams',
    noTeams: 'No team',
    cover: '{team} (you stand in until {until})',
    language: 'Language',
    signOut: 'Sign out',
    signOutNote: 'You sign out in all windows of this browser, and at the sign-in service itself.',
  },

  list: { title: 'List of addresses' },

  ours: { title: 'Our involvement' },

  questions: { title: 'My questions' },

  log: { title: 'Log' },

  policy: { title: 'Policy' },

  manage: { title: 'Management' },

  welcome: {
    title: 'Welcome to Raakvlak',
    lead: 'These are the first three steps. You may skip them.',
    step: 'Step {n}',
    begin: 'Begin',
    later: 'You find these steps again under Help, at the bottom of each page.',
    roles: {
      visitor: {
        title: 'If you visit or speak to somebody',
        steps: [
          {
            title: 'Look before you go',
            text: 'Choose what you ask for and type the citizen number or address. Within seconds you see which teams you can call.',
            link: 'To Ask',
          },
          {
            title: 'Call and make agreements',
            text: 'An answer says whom you can call, not what is going on. When there is nothing, somebody may still be involved.',
            link: 'What an answer says and what not',
          },
          {
            title: 'Practise first',
            text: 'See an answer about somebody who does not exist. It does not count in how much you may ask.',
            link: 'To Practise',
          },
        ],
      },
      inspector: {
        title: 'If you inspect addresses and buildings',
        steps: [
          {
            title: 'Look before your round',
            text: 'Paste your addresses or choose a file. You see at once for which addresses you call a team first.',
            link: 'To List of addresses',
          },
          {
            title: 'Ask about the whole house number where needed',
            text: 'With 12 you then also find 12-A and 12-B, so that you miss nobody who lives at the back. It counts for more.',
            link: 'How Raakvlak finds an address',
          },
          {
            title: 'Practise first',
            text: 'See an answer about an address that does not exist. It does not count in how much you may ask.',
            link: 'To Practise',
          },
        ],
      },
      coordinator: {
        title: 'As a team coordinator',
        steps: [
          {
            title: 'See whether your team’s involvement is right',
            text: 'Renew what goes on and end what is over. What nobody renews lapses by itself.',
            link: 'To Our involvement',
          },
          {
            title: 'Make sure that your team can be reached',
            text: 'Colleagues call the number that stands here. Look at the opening hours too, and at who is called when you are closed.',
            link: 'To Our team',
          },
          {
            title: 'Practise a question',
            text: 'See an answer about somebody who does not exist. Then you know what your team gets to see.',
            link: 'To Practise',
          },
        ],
      },
      manager: {
        title: 'As an application manager',
        steps: [
          {
            title: 'Prepare the departments',
            text: 'First a department, then its teams, each with a phone number.',
            link: 'To Departments',
          },
          {
            title: 'Connect a system',
            text: 'A connection delivers the involvement of a department. You see when it last did.',
            link: 'To Connections',
          },
          {
            title: 'Check a file',
            text: 'You see what is right and wrong with it before anything is registered.',
            link: 'To Check a file',
          },
        ],
      },
      officer: {
        title: 'As a privacy officer or data protection officer',
        steps: [
          {
            title: 'Look at the log',
            text: 'It holds every question: when, what for and from which department. That you read it stands in it as well.',
            link: 'To Log',
          },
          {
            title: 'Look at the policy',
            text: 'The policy decides who sees which team. Compare versions, and try out what an asker would see.',
            link: 'To Policy',
          },
          {
            title: 'See whether a proposal waits',
            text: 'A proposal holds only when a second person approves it. Nobody approves her own.',
            link: 'To Proposals',
          },
        ],
      },
      owner: {
        title: 'As a data owner',
        steps: [
          {
            title: 'Look at the policy',
            text: 'It decides what others see of the teams in your domain.',
            link: 'To Policy',
          },
          {
            title: 'Try it out',
            text: 'Trying the policy shows what an asker would see. It is about nobody.',
            link: 'To Try the policy',
          },
          {
            title: 'Decide about proposals',
            text: 'A new policy or purpose holds only when you or somebody else approves it.',
            link: 'To Proposals',
          },
        ],
      },
      broker: {
        title: 'As a broker',
        steps: [
          {
            title: 'Why you are called',
            text: 'Sometimes a colleague may not see which team is involved. Then the answer holds your name and number.',
            link: 'What a broker does',
          },
          {
            title: 'Bring two colleagues together',
            text: 'Ask who calls and what for. Speak to the team first, and name the team only when that is all right.',
            link: 'What an answer says and what not',
          },
          {
            title: 'Know what is kept of residents',
            text: 'Raakvlak does not tell you who asked, and about whom. You hear that from whoever calls you.',
            link: 'To Privacy',
          },
        ],
      },
    },
    practice: {
      title: 'Practise',
      lead: 'Choose a purpose and see an answer about somebody who does not exist. You type nothing.',
      faultsTitle: 'Not done yet. Mend this:',
      purpose: 'What would you ask it for?',
      purposeMissing: 'Choose a purpose to practise with.',
      kind: 'What would you ask about?',
      kinds: { person: 'A person', address: 'An address', building: 'A whole house number', business: 'A business' },
      show: 'See an example',
      busy: 'Being made …',
      logged: 'Practising does not count in how much you may ask. The log says that you practised.',
      mark: 'PRACTICE',
      foundTitle: 'Practice: you could call these teams',
      nothingTitle: 'Practice: no contact points that you would be allowed to see',
      noticeTitle: 'This is practice',
      notice: 'This is about nobody. The teams do exist. Do not call them.',
      noCall: 'With a real answer you would call or write to the team now. In practice nothing happens.',
      close: 'Back to the practice',
      again: 'Practise again',
      explainedTitle: 'What you see here',
      explained: [
        'Each block is a team that you can call, or a broker. It does not say why a team is involved.',
        'A real answer too says below how complete it is.',
        'A real answer leaves the screen after 5 minutes. If you asked about the wrong one, you say there that it was a mistake.',
      ],
      more: 'What an answer says and what not',
      real: 'To Ask',
    },
  },

  pages: {
    call: 'Call {phone}',
    help: {
      title: 'Help',
      lead: 'Choose a subject. Whom you can call stands at the end.',
      topics: {
        ask: {
          title: 'Asking a question',
          lines: [
            'Choose what you ask for. It decides what you get to see, and it goes into the log.',
            'Type or paste a citizen number (BSN), V-number, business number (KVK) or address. Below the field stands what Raakvlak understood.',
            'When a number is not right, Raakvlak says so before anything is asked.',
            'About a family? Choose “Another person or address”. You then get an answer for each.',
          ],
        },
        answer: {
          title: 'What an answer says and what not',
          lines: [
            'You see which teams you can call, and whether they can be reached now.',
            'You do not see why or since when a team is involved, nor how many teams there are in all. Ask the team itself.',
            'When there is nothing, somebody may still be involved. Some teams you may not see, and not everybody is connected. General practitioners, the police and Veilig Thuis are not in it.',
            'Below each answer stands how complete it is: how many departments are connected, and which are behind.',
            'Your own team is left out. You ask who else is involved.',
            'With the receipt you show later that your question stands in the log.',
          ],
        },
        broker: {
          title: 'What a broker does',
          lines: [
            'Sometimes you may not know which team is involved. Then you see a broker.',
            'Call the broker. Say who you are and why you look for contact. The broker speaks to the team and brings you together.',
            'The broker names the team only when that team agrees.',
            'Are you a broker yourself? Raakvlak does not tell you who asked, and about whom. You hear that from whoever calls you.',
          ],
        },
        address: {
          title: 'Addresses and the whole house number',
          lines: [
            'When you ask about 12-A you find what stands at 12-A and what stands at the whole number 12. Not what stands at 12-B.',
            'If it is about the building, choose “The whole house number”. Then you find all units too. That needs a purpose about a building, and it counts for more.',
            'With each team stands what it was found by: this address, the whole house number, or one of the addresses at that number.',
            'At a shelter or care home no teams are found by the address alone. Ask about the person, where your purpose allows it.',
          ],
        },
        list: {
          title: 'A list of addresses',
          lines: [
            'Paste addresses or choose a file. Raakvlak says for each line what it understood.',
            'Mend what is not right or leave that line out. Only then is anything asked.',
            'You can stop on the way. What was asked by then counts and stands in the log.',
            'The file that you download holds no phone numbers and e-mail addresses.',
          ],
        },
        budget: {
          title: 'How much you may ask',
          lines: [
            'There is a limit by the hour and by the day: for you, your team, your department and the whole municipality. It is ample for ordinary work. In your first week it is lower.',
            'When the limit is reached, nothing is shown. You see from when it is possible again.',
            'Is the limit of your team, department or municipality reached? A single question for a home visit or crisis is then mostly still possible.',
            'When it is urgent, call the department itself.',
          ],
        },
        mistake: {
          title: 'A mistake',
          lines: [
            'Did you ask about the wrong one? Choose “Mistake” below the answer. Later you can do so under My questions.',
            'The question stays in the log. It is added that it was a mistake.',
          ],
        },
        emergency: {
          title: 'Emergency: somebody is in danger now',
          lines: [
            'In immediate danger call 112 first.',
            'You ask an emergency question with the purpose Crisis. Choose what is the matter.',
            'You then also see teams that otherwise stand behind a broker. If there are teams that you do not see even then, they call your team themselves.',
            'The teams involved hear that you asked. The privacy officer judges each emergency question afterwards.',
          ],
        },
        ours: {
          title: 'Keeping our involvement right',
          lines: [
            'Here stands where your team is involved, without citizen number, name or address. Mostly your own system delivers it.',
            'Renew what goes on and end what is over. What nobody renews lapses by itself.',
            'When somebody moved, say so. Then the address is right again.',
            'Say whether the resident knows that your team keeps this.',
          ],
        },
        contact: {
          title: 'Our team: phone, hours and cover',
          lines: [
            'Colleagues call the number that stands here. Keep number, opening hours and closed days right.',
            'Say which team is called when yours cannot be reached.',
            'With cover a colleague of your department works for your team for a while, six weeks at most.',
          ],
        },
        manage: {
          title: 'Departments, teams and connections',
          lines: [
            'First make the department, then the teams, then the connection.',
            'What can make more visible begins only when a second person approves it.',
            'Check a file before a system starts to deliver. Nothing is registered by checking.',
            'Under Connections you see when each system delivered last.',
          ],
        },
        log: {
          title: 'Reading the log',
          lines: [
            'The log holds every question: when, what for and from which department. It holds no citizen number, address or name of a resident.',
            'That you read the log stands in it as well.',
          ],
        },
        policy: {
          title: 'Policy and proposals',
          lines: [
            'The policy decides who sees which team. Open: you see the team. Mediated: you see a broker. Silent: you see nothing, and the team does hear of it. Closed: you see nothing and the team hears nothing.',
            'Trying the policy shows what an asker would see. It is about nobody.',
            'A new policy or purpose holds only when a second person approves it. You never approve your own.',
          ],
        },
        keys: {
          title: 'Working with the keyboard',
          lines: [
            { key: 'Tab', does: 'to the next field or button; with Shift back' },
            { key: '/', does: 'to the field for citizen number or address, on the page Ask' },
            { key: 'Enter', does: 'asks the question' },
            { key: '↑ ↓', does: 'chooses among purposes and other choices' },
            { key: 'Esc', does: 'closes a window or the menu' },
          ],
        },
      },
      callTitle: 'Whom can you call?',
      call: 'The helpdesk helps you on. Give the code that stands with an error. Never give a citizen number or address.',
      callGeneral:
        'Call the service desk of your municipality. Give the code that stands with an error. Never give a citizen number or address.',
      danger: [
        { text: 'Immediate danger:', phone: '112', more: '' },
        { text: 'Worried about safety at home: Veilig Thuis,', phone: '0800 2000', more: '. Free, day and night.' },
      ],
      furtherTitle: 'More explanation',
      welcome: 'The first three steps once more',
      practice: 'Practise with a made-up question',
      privacy: 'Privacy: what is kept and who reads it',
      accessibility: 'Accessibility statement',
    },
    privacy: {
      title: 'Privacy',
      municipality: 'your municipality',
      lead: 'Raakvlak is used by {municipality}. Here you read what is in it, who reads it and how long it stays. Are you a resident? Your rights are at the end.',
      parts: [
        {
          title: 'What is kept of residents',
          text: 'No name, no citizen number, no address and nothing of what a case is about. The browser of the employee makes a code of a citizen number or address. Only that code goes to the server.',
          lines: [
            'With the code stands which team is involved, from which day to which, and whether the resident knows. A case number is kept encrypted.',
            'A code is still personal data. Whoever has all keys can find out whom it is about. That is why they are with different parties.',
            'An answer names teams to call. It never says why or since when a team is involved.',
          ],
        },
        {
          title: 'What is kept of you as an employee',
          text: 'Every question goes into a log, also when there was nothing to see or the question was refused. So the municipality can explain to a resident why somebody looked.',
          lines: [
            'It holds when you asked, what for and from which department. Who you are, your case number and what you saw stand with it, encrypted.',
            'The privacy officer and the data protection officer may read it. That they did stands in it as well.',
            'Your team coordinator and the application manager do not see your questions. You see your own of the last 30 days, without citizen number or address.',
            'Who uses the app is kept: the number of your account, role, department, teams, and the first and last day. Not your name.',
            'When somebody asks remarkably much, the privacy officer sees it. After an emergency question the teams involved hear who asked.',
          ],
        },
        {
          title: 'What the custodian does',
          text: 'Nobody alone can make a code of a citizen number or address. A custodian helps with it: another party than the one that keeps the registrations.',
          lines: [
            'The custodian does not see which citizen number or address it is. It does see who asks, when and how much, and guards the limit.',
            'It has no registrations itself. Whoever keeps the registrations does not have the key.',
            'Only together could they find out whom it is about. That is why they should be different organisations.',
          ],
        },
        {
          title: 'How long it stays',
          text: 'Involvement goes by itself. No term is built in yet for the log.',
          lines: [
            'Involvement with a person or business lapses after six months, with an address alone after three, unless the team renews it.',
            'What lapsed is found by nobody any more. It is removed shortly afterwards. What a team ends itself is removed after seven days.',
            'Counters of how much was asked go after two days.',
            'The log, the list of users and messages to teams stay for now.',
            'A backup holds everything until that backup is destroyed.',
          ],
        },
        {
          title: 'What stays in your browser',
          text: 'Nothing of residents, and no password or access code.',
          lines: [
            'What does: your language, the purpose that you chose last, and for which role you saw the first steps.',
            'The files of the app itself, so that it opens without a connection too. Never an answer.',
            'An answer leaves the screen when you do nothing for 5 minutes. After half an hour without use Raakvlak signs you out.',
          ],
        },
      ],
      residents: {
        title: 'For residents',
        text: 'Privacy law (AVG, GDPR) gives you these rights:',
        rights: [
          'Access (article 15): to know which teams are registered about you, and when, by which department and what for somebody looked. Mostly you do not get the name of the employee.',
          'To have corrected what is not right, or erased what should not be there.',
          'To object, or to ask that your data are not used for a while.',
        ],
        askTitle: 'How to ask for it',
        ask: 'Contact the municipality:',
        askGeneral:
          'Ask the privacy officer or the data protection officer of your municipality. The website of the municipality says how to reach them.',
        how: [
          'The municipality asks you to show who you are.',
          'You get an answer within a month. When it is complicated it may take two months longer. The municipality tells you so.',
          'Raakvlak has no screen of its own for such a request yet.',
        ],
        complaint: 'Do you and the municipality not come to terms? Then you can go to the',
        authority: 'Dutch data protection authority (new window)',
      },
    },
    accessibility: {
      title: 'Accessibility',
      municipality: 'your municipality',
      lead: 'Everybody must be able to use Raakvlak, also with a disability. This statement is about the web app Raakvlak as used by {municipality}.',
      statusTitle: 'Status',
      status: 'Status C: first measures taken',
      statusText:
        'The app is made to meet WCAG 2.2, levels A and AA. No expert has examined that in full yet. Therefore it does not say here that the app complies.',
      testedTitle: 'What was tested',
      tested: 'With each new version automatic tests run, in one browser: Chromium.',
      tests: [
        'A check of the screens with axe-core, on the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA. Such a check finds only part of all problems.',
        'Working with the keyboard alone.',
        'Screens of 320, 390 and 1280 pixels wide, and enlarging up to 400 %.',
        'Dark display, high contrast and print.',
      ],
      shortTitle: 'What falls short or was not tried',
      shortcomings: [
        'No screen reader was tried, such as NVDA, JAWS or VoiceOver.',
        'It was not tried in Firefox or Safari, on a real phone or with voice control.',
        'It was not tested by people with a disability. Nor were the texts tested with readers.',
        'An answer goes after 5 minutes without use, without a warning beforehand, so that nobody reads along. You can ask the question again after that.',
        'Teams write names and opening hours themselves. When those are in another language, a screen reader does not know.',
      ],
      contactTitle: 'Does something not work for you?',
      contact: 'Tell us, and say on which page it was:',
      contactGeneral: 'Tell the service desk of your municipality, and say on which page it was.',
      complaint:
        'If you are not content with the reply you can make a complaint to the municipality, and after that to the National Ombudsman.',
      register: 'The municipality puts its own statements in the',
      registerLink: 'register of accessibility statements, in Dutch (new window)',
      updated: 'This statement is of {day}.',
      updatedOn: '2026-11-27',
    },
  },

  problems: {
    again: 'That is possible again from {at}.',
    statuses: {
      '401': 'Your sign-in has ended. Sign in again.',
      '403': 'You may not do or see this. Ask your application manager which role it needs.',
      '404': 'This was not found.',
      '429': 'You have asked as much as you may for now. Nothing was shown.',
      '503': 'The service is not available now. Nothing was shown. Try again in a moment.',
      '4xx': 'This cannot be done so. Check what you filled in.',
      '5xx': 'Something went wrong at the server. Nothing was shown. Try again in a moment.',
    },
    codes: {
      'web.unexpected': 'Something went wrong in this page. Load the page again.',
      'web.offline': 'No connection. Nothing was looked up. Try again when you are connected.',
      'web.no-configuration': 'The service cannot be reached. Check your connection and load the page again.',
      'web.not-signed-in': 'Your sign-in has ended. Sign in again.',
      'client.index-unreachable':
        'The service cannot be reached. Nothing was looked up. Check your connection and try again.',
      'client.custodian-unreachable': 'The custodian cannot be reached. Nothing was looked up. Try again in a moment.',
      'client.unexpected-answer':
        'The service gave an answer that is not right. Nothing was concluded from it. Load the page again.',
      'client.too-many-subjects': 'Ask about at most 100 persons or addresses at once.',
      'client.mixed-kinds': 'All of the house number goes with addresses only. Remove the BSN or the tick.',
      'client.not-a-case-number':
        'This does not look like a case number. Give it as your own system writes it, without a name, address or BSN. For instance WT-2026-00123.',
      'client.identity-provider-unreachable': 'The sign-in service cannot be reached. Try again in a moment.',
      'client.identity-provider-unexpected':
        'The sign-in service gave an answer that is not right. You are not signed in. Try again.',
      'client.sign-in-again': 'Your sign-in has ended. Sign in again.',
      'client.sign-in-refused': 'The sign-in service refused the sign-in.',
      'tokens.empty': 'Fill in a BSN or an address.',
      'tokens.unexpected-character':
        'There is a character that does not belong here. Look for a letter O in place of a zero.',
      'tokens.more-than-one': 'There is more than one number or address. Put each in a field of its own.',
      'tokens.all-zeros': 'A number of zeros only does not exist.',
      'tokens.bsn-length': 'A BSN has nine digits. Leading zeros belong to it.',
      'tokens.bsn-check': 'This is not a valid BSN. Were two digits swapped?',
      'tokens.vnr-length': 'A V-number has ten digits. Leading zeros belong to it.',
      'tokens.kvk-length': 'A KVK number has eight digits. Twelve digits is a branch number.',
      'tokens.bag-length': 'A BAG number has sixteen digits.',
      'tokens.formula': 'This begins like a formula of a spreadsheet. Type postcode and house number yourself.',
      'tokens.postcode-missing': 'The postcode is missing. Type postcode and house number, for instance 1234 AB 56.',
      'tokens.postcode-form': 'This is not a postcode. A postcode has four digits and two letters.',
      'tokens.postcode-not-issued': 'This postcode does not exist: the letters SA, SD and SS are not used.',
      'tokens.number-missing': 'The house number is missing. Type it after the postcode, for instance 1234 AB 56.',
      'tokens.number-range': 'This is not a house number. A house number is 1 to 99999.',
      'tokens.number-ambiguous':
        'It is not clear which number is the house number. Type postcode, house number and addition only.',
      'tokens.letter-form': 'This is not a house letter. A house letter is one letter.',
      'tokens.addition-form': 'This is not an addition. An addition has at most four letters and digits.',
      'tokens.not-an-address': 'A question about all of a house number needs a postcode and a house number.',
      'tokens.not-a-test-number':
        'The demonstration takes a BSN of the test range only: it begins with 99999 or 0000. Never type a real number here.',
      'tokens.test-number': 'This BSN is a test number and belongs to nobody.',
      'tokens.proof-refused':
        'The custodian could not prove that the right key was used. Nothing was asked. If it happens again, tell security.',
      'tokens.document-signature': 'The keys of the custodian are not right. Nothing was asked. Tell security.',
      'tokens.document-expired': 'The keys have expired. Check the clock of this device and try again later.',
      'tokens.document-not-yet': 'The clock of this device is wrong. Set the clock and try again.',
      'involvement.purpose-not-yours': 'This purpose is not for your department. Choose another one.',
      'involvement.purpose-not-in-force': 'This purpose is not in force today. Choose another one.',
      'involvement.purpose-not-for-your-role': 'This purpose is not for your role. Choose another one.',
      'involvement.purpose-not-for-this-kind': 'This purpose does not fit what you ask. Choose another one.',
      'involvement.department-unknown': 'Your department is not known here. Ask your application manager to see to it.',
      'involvement.case-number-refused':
        'This is not a case number of your department. Give it as your own system writes it, without a name, address or BSN.',
      'involvement.emergency-not-for-this-purpose': 'An emergency goes with the purpose Crisis only.',
      'involvement.emergency-too-wide':
        'An emergency is about five persons or addresses at most, and never about all of a house number.',
      'involvement.budget-spent':
        'You have asked as much as you may for now. Nothing was shown. If it cannot wait, call the department.',
      'custodian.budget-spent':
        'You have asked as much as the custodian allows for now. Nothing was asked. If it cannot wait, call the department.',
      'custodian.blocked': 'Your account is blocked at the custodian. Call the operator of the keys.',
      'custodian.busy': 'The custodian is too busy now. Nothing was asked. Try again in a moment.',
      'accountability.audit-unavailable':
        'The log cannot be written now, so there is no answer. Nothing was shown. Try again in a moment, or call the team if it cannot wait.',
      'accountability.receipt-unknown': 'This receipt is not known, or not yours.',
      'access.not-allowed': 'Your role may not do this. Ask your application manager which role it needs.',
      'access.token-refused': 'Your sign-in was not accepted. Sign in again.',
      'platform.storage-unavailable':
        'The storage of the server does not answer. Nothing was shown. Try again in a moment.',
    },
  },
};
