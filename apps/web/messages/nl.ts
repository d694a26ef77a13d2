/**
 * All words of the app in Dutch, at level B1: short sentences, "u", no *risico*, *melding*, *dossier* or *signaal*. A section
 * for each family of screens; a screen carries its own and no other.
 */
export const nl = {
  shell: {
    name: 'Raakvlak',
    demoShort: 'Demonstratie: alles is verzonnen',
    skip: 'Naar de inhoud',
    menu: 'Menu',
    about: 'Over Raakvlak',
    busy: 'Even geduld …',
    signIn: 'Inloggen met uw werkaccount',
    signOut: 'Uitloggen',
    signedIn: 'Ingelogd',
    welcomeTitle: 'Wie is er nog meer betrokken?',
    welcome:
      'Kijk vóór een huisbezoek of controle welke teams van de gemeente al betrokken zijn bij een persoon of adres. U krijgt hun telefoonnummer, zodat u kunt afstemmen.',
    welcomeNever:
      'Raakvlak bewaart geen BSN, adres of naam van inwoners en geen inhoud van zaken. Elke vraag staat in een logboek.',
    signedOutTitle: 'U bent uitgelogd',
    signedOut: 'Er staat niets meer van u in dit venster.',
    missingTitle: 'Deze pagina is er niet',
    missing: 'Of de pagina is niet voor uw rol. Kies een andere pagina in het menu.',
    problem: 'Dat is niet gelukt',
    problemCode: 'Code voor de helpdesk: {code}',
    offline: 'Geen verbinding. We hebben niets opgezocht. Probeer het opnieuw als u weer verbinding hebt.',
    offlineTitle: 'Geen verbinding',
    offlineHere: 'U kunt nu niets vragen of opslaan. Wat er op het scherm staat, kunt u gewoon lezen.',
    tryAgain: 'Opnieuw proberen',
    outdated: 'Dit deel van de app kon niet laden. Misschien is er een nieuwe versie. Laad de pagina opnieuw.',
    reload: 'Pagina opnieuw laden',
    idleTitle: 'U wordt zo uitgelogd',
    idle: 'U hebt een tijd niets gedaan. Over {minutes} min. logt Raakvlak u uit.',
    idleStay: 'Ingelogd blijven',
    pages: {
      ask: 'Vraag stellen',
      list: 'Adreslijst',
      ours: 'Onze betrokkenheid',
      contact: 'Ons team',
      questions: 'Mijn vragen',
      practice: 'Oefenen',
      log: 'Logboek',
      look: 'Eén inzage',
      policy: 'Beleid',
      policyVersion: 'Versie van het beleid',
      simulator: 'Proef op beleid',
      proposals: 'Voorstellen',
      departments: 'Afdelingen',
      teams: 'Teams',
      purposes: 'Doelen',
      connections: 'Koppelingen',
      addresses: 'Verzameladressen',
      fileCheck: 'Bestand controleren',
      welcome: 'Welkom',
      account: 'Uw gegevens',
      help: 'Hulp',
      privacy: 'Privacy',
      accessibility: 'Toegankelijkheid',
    },
  },

  common: {
    close: 'Sluiten',
    cancel: 'Annuleren',
    save: 'Opslaan',
    loading: 'Wordt opgehaald …',
    more: { show: 'Alles tonen', hide: 'Minder tonen' },
    again: 'Nieuwe vraag',
    goneTitle: 'Dit scherm is leeggemaakt',
    gone: 'Zo leest niemand mee. Wilt u het antwoord nog een keer zien, stel de vraag dan opnieuw.',
    roles: {
      professional: 'Professional',
      'team-coordinator': 'Teamcoördinator',
      broker: 'Bemiddelaar',
      connection: 'Koppeling',
      'application-manager': 'Applicatiebeheerder',
      'privacy-officer': 'Privacyfunctionaris',
      'data-protection-officer': 'Functionaris gegevensbescherming (FG)',
      'data-owner': 'Gegevenseigenaar',
    },
    unknownDay: 'onbekende dag',
    forms: {
      bsn: 'BSN dat eindigt op {end}',
      vnr: 'V-nummer dat eindigt op {end}',
      kvk: 'KVK-nummer dat eindigt op {end}',
      bag: 'BAG-nummer dat eindigt op {end}',
      address: 'adres {address}',
    },
    coverageAll: '{connected} van {all} afdelingen zijn aangesloten.',
    coverage: {
      never: '{department} is nog niet aangesloten.',
      behind: '{department} leverde voor het laatst op {day}. Het beeld kan niet compleet zijn.',
      rotating: '{department} leverde voor het laatst op {day}, vóór de nieuwe sleutel. Daarvan is nu niets te vinden.',
    },
  },

  ask: {
    title: 'Wie is er nog meer betrokken?',
    demo: 'Demonstratie: alles is verzonnen. Probeer bijvoorbeeld 999993653 of 3899 ZZ 88. Typ hier nooit echte gegevens.',
    loading: 'Uw doelen worden opgehaald …',
    faultsTitle: 'Nog niet gelukt. Verbeter dit:',
    purpose: 'Waarvoor vraagt u het?',
    purposeMissing: 'Kies waarvoor u het vraagt.',
    fieldBoth: 'BSN of adres',
    fieldPerson: 'BSN of V-nummer',
    fieldAddress: 'Adres',
    fieldAddressBusiness: 'Adres of KVK-nummer',
    hintBoth: 'Bijvoorbeeld 999 99 36 53 of 3899 ZZ 12 A. Spaties en punten mogen. Zet V-nummer: voor een V-nummer.',
    hintAddress: 'Postcode en huisnummer, bijvoorbeeld 3899 ZZ 12 A. Plakken mag ook.',
    understood: 'Begrepen: {what}',
    digitsLeft: 'Nog {n} cijfers voor een BSN',
    oneDigitLeft: 'Nog 1 cijfer voor een BSN',
    kindNotAllowed: {
      person: 'Voor dit doel mag u niet op persoon vragen. Kies een ander doel of geef een adres.',
      address: 'Voor dit doel mag u niet op adres vragen. Kies een ander doel of geef een BSN.',
      business: 'Voor dit doel mag u niet op bedrijf vragen. Kies een ander doel of geef een adres.',
    },
    another: 'Nog een persoon of adres',
    remove: 'Veld {n} weghalen',
    building: 'Het hele huisnummer',
    buildingHint: 'Ook alle eenheden: bij 12 dus ook 12-A en 12-B. Dit telt zwaarder mee in wat u mag vragen.',
    caseSummary: 'Zaaknummer toevoegen (mag ook leeg blijven)',
    caseNumber: 'Uw eigen zaaknummer',
    caseHint: 'Zoals uw systeem het schrijft, bijvoorbeeld WT-2026-00123. Geen naam, BSN of adres.',
    ask: 'Vraag stellen',
    askSeveral: 'Vraag stellen over {n} tegelijk',
    asking: 'Bezig met vragen …',
    promise:
      'Het BSN of adres wordt in uw browser onherkenbaar gemaakt en verlaat dit scherm niet. Uw vraag komt in het logboek.',
    emergency: 'Is er nu iemand in gevaar?',
    noEmergency: 'Nee, het is geen noodvraag',
    emergencyReasons: {
      'life-in-danger': 'Ja, iemands leven is in gevaar',
      'child-in-danger': 'Ja, een kind is in gevaar',
      'violence-now': 'Ja, er is nu geweld',
      'fire-or-collapse': 'Ja, er is brand of het gebouw kan instorten',
    },
    emergencyTitle: 'Een noodvraag wordt altijd nagekeken',
    emergencyNote:
      'U ziet ook teams die anders achter een bemiddelaar staan. Die teams krijgen bericht dat u vroeg. De privacyfunctionaris beoordeelt uw vraag achteraf. Bel bij direct gevaar eerst 112.',
  },

  answer: {
    foundTitle: 'Deze teams kunt u bellen',
    nothingTitle: 'Geen contactpunten die u nu mag zien',
    askedAt: '{purpose}, gevraagd om {time}.',
    nothing: 'Dat betekent niet dat er niemand betrokken is. Ga niet op dit antwoord alleen af.',
    nothingHere: 'Geen contactpunten die u nu mag zien.',
    nothingKnows:
      'Raakvlak kent alleen teams van: {departments}. Huisartsen, politie en Veilig Thuis zitten hier niet in.',
    safeHomeTitle: 'Maakt u zich zorgen over veiligheid?',
    safeHome: 'Bel Veilig Thuis: 0800 2000. Dat is gratis, dag en nacht.',
    emergencyResultTitle: 'Dit was een noodvraag',
    emergencyResult:
      'Zijn er teams die u hier niet ziet, dan bellen zij uw team zelf. Gebruik wat u hier leest tot {until} en bewaar het niet.',
    broker: 'Bemiddelaar: brengt u met het team in contact',
    hours: 'Open: {hours}',
    reachable: 'Nu bereikbaar',
    notReachable: 'Nu niet bereikbaar',
    call: 'Bel {phone}',
    mail: 'E-mail sturen',
    mailSubject: 'Afstemmen: verzoek om contact',
    instead: 'Bel dan:',
    matched: {
      unit: 'Betrokken op dit adres',
      number: 'Betrokken op het hele huisnummer',
      unitInBuilding: 'Betrokken bij een van de adressen op dit huisnummer',
      person: 'Betrokken bij deze persoon',
      address: 'Betrokken op dit adres',
      business: 'Betrokken bij dit bedrijf',
    },
    coverageTitle: 'Hoe compleet is dit?',
    print: 'Afdrukken',
    printSubject: 'Zet het BSN of adres op de afdruk',
    printedBy: 'Gevraagd door {name}, {at}.',
    printedNobody: 'een medewerker van de gemeente',
    printedReceipt: 'Ontvangstbewijs: {receipt}',
    printedSubject: {
      bsn: 'BSN {value}',
      vnr: 'V-nummer {value}',
      kvk: 'KVK-nummer {value}',
      bag: 'BAG-nummer {value}',
    },
    receiptSummary: 'Ontvangstbewijs',
    receiptNote: 'Met dit ontvangstbewijs kunt u later aantonen dat uw vraag in het logboek staat.',
    copy: 'Kopiëren',
    copied: 'Gekopieerd',
    copyFailed: 'Kopiëren lukt hier niet',
    mistake: 'Vergissing: ik had dit niet willen vragen',
    mistakeTitle: 'Was deze vraag een vergissing?',
    mistakeNote:
      'We zetten erbij dat u deze vraag per ongeluk stelde. De vraag blijft in het logboek staan: daar gaat nooit iets uit.',
    mistakeBusy: 'Bezig …',
    mistakeYes: 'Ja, dit was een vergissing',
    mistakeNo: 'Nee, sluiten',
    mistakeDoneTitle: 'Genoteerd',
    mistakeDone: 'Bij deze vraag staat nu dat het een vergissing was.',
    emptied:
      'Dit scherm wordt leeg als u 5 minuten niets doet, of 1 minuut iets anders op uw telefoon doet. Bellen vanuit dit scherm kan gewoon.',
  },

  account: {
    title: 'Uw gegevens',
    intro: 'Zo kent Raakvlak u. Klopt dit niet, vraag dan uw applicatiebeheerder of de helpdesk.',
    name: 'Naam',
    nameless: 'De inlogdienst noemt geen naam',
    roles: 'Rol',
    department: 'Afdeling',
    noDepartment: 'Geen afdeling bekend',
    teams: 'Teams',
    noTeams: 'Geen team',
    cover: '{team} (u vervangt tot en met {until})',
    language: 'Taal',
    signOut: 'Uitloggen',
    signOutNote: 'U logt dan uit in alle vensters van deze browser, en bij de inlogdienst zelf.',
  },

  list: { title: 'Adreslijst' },

  ours: { title: 'Onze betrokkenheid' },

  questions: { title: 'Mijn vragen' },

  log: { title: 'Logboek' },

  policy: { title: 'Beleid' },

  manage: { title: 'Beheer' },

  welcome: {
    title: 'Welkom bij Raakvlak',
    lead: 'Dit zijn de eerste drie stappen. U kunt ze ook overslaan.',
    step: 'Stap {n}',
    begin: 'Beginnen',
    later: 'U vindt deze stappen terug bij Hulp, onder aan elke pagina.',
    roles: {
      visitor: {
        title: 'Als u langsgaat of iemand spreekt',
        steps: [
          {
            title: 'Kijk voordat u gaat',
            text: 'Kies waarvoor u het vraagt en typ het BSN of adres. Binnen enkele seconden ziet u welke teams u kunt bellen.',
            link: 'Naar Vraag stellen',
          },
          {
            title: 'Bel en stem af',
            text: 'Een antwoord zegt wie u kunt bellen, niet wat er speelt. Staat er niets, dan kan er toch iemand betrokken zijn.',
            link: 'Wat een antwoord wel en niet zegt',
          },
          {
            title: 'Oefen eerst',
            text: 'Bekijk een antwoord over iemand die niet bestaat. Het telt niet mee in hoeveel u mag vragen.',
            link: 'Naar Oefenen',
          },
        ],
      },
      inspector: {
        title: 'Als u adressen en gebouwen controleert',
        steps: [
          {
            title: 'Kijk vóór uw ronde',
            text: 'Plak uw adressen of kies een bestand. U ziet in één keer bij welke adressen u eerst een team belt.',
            link: 'Naar Adreslijst',
          },
          {
            title: 'Vraag zo nodig naar het hele huisnummer',
            text: 'Bij 12 vindt u dan ook 12-A en 12-B. Zo mist u niemand die achter woont. Het telt zwaarder mee.',
            link: 'Hoe Raakvlak een adres vindt',
          },
          {
            title: 'Oefen eerst',
            text: 'Bekijk een antwoord over een adres dat niet bestaat. Het telt niet mee in hoeveel u mag vragen.',
            link: 'Naar Oefenen',
          },
        ],
      },
      coordinator: {
        title: 'Als teamcoördinator',
        steps: [
          {
            title: 'Kijk of de betrokkenheid van uw team klopt',
            text: 'Verleng wat doorloopt en beëindig wat klaar is. Wat niemand verlengt, vervalt vanzelf.',
            link: 'Naar Onze betrokkenheid',
          },
          {
            title: 'Zorg dat uw team te bereiken is',
            text: 'Collega’s bellen het nummer dat hier staat. Kijk ook de openingstijden na, en wie er gebeld wordt als u dicht bent.',
            link: 'Naar Ons team',
          },
          {
            title: 'Oefen een vraag',
            text: 'Bekijk een antwoord over iemand die niet bestaat. Dan weet u wat uw team te zien krijgt.',
            link: 'Naar Oefenen',
          },
        ],
      },
      manager: {
        title: 'Als applicatiebeheerder',
        steps: [
          {
            title: 'Zet de afdelingen klaar',
            text: 'Eerst een afdeling, dan haar teams, elk met een telefoonnummer.',
            link: 'Naar Afdelingen',
          },
          {
            title: 'Sluit een systeem aan',
            text: 'Een koppeling levert de betrokkenheid van een afdeling. U ziet wanneer dat voor het laatst lukte.',
            link: 'Naar Koppelingen',
          },
          {
            title: 'Controleer een bestand',
            text: 'U ziet wat er goed en fout aan is, voordat er iets wordt geregistreerd.',
            link: 'Naar Bestand controleren',
          },
        ],
      },
      officer: {
        title: 'Als privacy officer of functionaris gegevensbescherming',
        steps: [
          {
            title: 'Bekijk het logboek',
            text: 'Elke vraag staat erin: wanneer, waarvoor en vanuit welke afdeling. Dat u het leest, staat er ook in.',
            link: 'Naar Logboek',
          },
          {
            title: 'Bekijk het beleid',
            text: 'Het beleid bepaalt wie welk team ziet. Vergelijk versies, en probeer uit wat een vrager zou zien.',
            link: 'Naar Beleid',
          },
          {
            title: 'Kijk of er een voorstel wacht',
            text: 'Een voorstel geldt pas als een tweede persoon het goedkeurt. Niemand keurt zijn eigen voorstel goed.',
            link: 'Naar Voorstellen',
          },
        ],
      },
      owner: {
        title: 'Als gegevenseigenaar',
        steps: [
          {
            title: 'Bekijk het beleid',
            text: 'Het bepaalt wat anderen van de teams in uw domein zien.',
            link: 'Naar Beleid',
          },
          {
            title: 'Probeer het uit',
            text: 'De proef op het beleid laat zien wat een vrager zou zien. Het gaat over niemand.',
            link: 'Naar Proef op beleid',
          },
          {
            title: 'Beslis over voorstellen',
            text: 'Een nieuw beleid of doel geldt pas als u of een ander het goedkeurt.',
            link: 'Naar Voorstellen',
          },
        ],
      },
      broker: {
        title: 'Als bemiddelaar',
        steps: [
          {
            title: 'Waarom u gebeld wordt',
            text: 'Soms mag een collega niet zien welk team betrokken is. Dan staat in het antwoord uw naam en nummer.',
            link: 'Wat een bemiddelaar doet',
          },
          {
            title: 'Breng twee collega’s bij elkaar',
            text: 'Vraag wie er belt en waarvoor. Overleg eerst met het team, en noem het team pas als dat goed is.',
            link: 'Wat een antwoord wel en niet zegt',
          },
          {
            title: 'Weet wat er van inwoners bewaard wordt',
            text: 'Raakvlak vertelt u niet wie er vroeg en over wie. Dat hoort u van wie u belt.',
            link: 'Naar Privacy',
          },
        ],
      },
    },
    practice: {
      title: 'Oefenen',
      lead: 'Kies een doel en bekijk een antwoord over iemand die niet bestaat. U typt geen gegevens.',
      faultsTitle: 'Nog niet gelukt. Verbeter dit:',
      purpose: 'Waarvoor zou u het vragen?',
      purposeMissing: 'Kies een doel om mee te oefenen.',
      kind: 'Waarover zou u het vragen?',
      kinds: { person: 'Een persoon', address: 'Een adres', building: 'Een heel huisnummer', business: 'Een bedrijf' },
      show: 'Voorbeeld bekijken',
      busy: 'Wordt gemaakt …',
      logged: 'Oefenen telt niet mee in hoeveel u mag vragen. In het logboek staat dat u oefende.',
      mark: 'OEFENING',
      foundTitle: 'Oefening: deze teams zou u kunnen bellen',
      nothingTitle: 'Oefening: geen contactpunten die u zou mogen zien',
      noticeTitle: 'Dit is een oefening',
      notice: 'Dit gaat over niemand. De teams bestaan wel. Bel ze niet.',
      noCall: 'Bij een echt antwoord belt of mailt u nu het team. In de oefening gebeurt er niets.',
      close: 'Terug naar de oefening',
      again: 'Nog een keer oefenen',
      explainedTitle: 'Wat u hier ziet',
      explained: [
        'Elk blok is een team dat u kunt bellen, of een bemiddelaar. Er staat niet waarom een team betrokken is.',
        'Ook bij een echt antwoord staat eronder hoe compleet het is.',
        'Een echt antwoord verdwijnt na 5 minuten van het scherm. Vroeg u naar de verkeerde, dan geeft u daar aan dat het een vergissing was.',
      ],
      more: 'Wat een antwoord wel en niet zegt',
      real: 'Naar Vraag stellen',
    },
  },

  pages: {
    call: 'Bel {phone}',
    help: {
      title: 'Hulp',
      lead: 'Kies een onderwerp. Onderaan staat wie u kunt bellen.',
      topics: {
        ask: {
          title: 'Een vraag stellen',
          lines: [
            'Kies waarvoor u het vraagt. Dat bepaalt wat u te zien krijgt, en het komt in het logboek.',
            'Typ of plak een BSN, V-nummer, KVK-nummer of adres. Onder het veld staat wat Raakvlak begreep.',
            'Klopt een nummer niet, dan zegt Raakvlak dat voordat er iets wordt gevraagd.',
            'Gaat het om een gezin? Kies “Nog een persoon of adres”. U krijgt dan voor elk een antwoord.',
          ],
        },
        answer: {
          title: 'Wat een antwoord wel en niet zegt',
          lines: [
            'U ziet welke teams u kunt bellen, en of zij nu bereikbaar zijn.',
            'U ziet niet waarom of sinds wanneer een team betrokken is, en niet hoeveel teams er in totaal zijn. Vraag dat aan het team zelf.',
            'Staat er niets, dan kan er toch iemand betrokken zijn. Sommige teams mag u niet zien en niet iedereen is aangesloten. Huisartsen, politie en Veilig Thuis zitten er niet in.',
            'Onder elk antwoord staat hoe compleet het is: hoeveel afdelingen zijn aangesloten, en welke achterlopen.',
            'Uw eigen team staat er niet bij. U vraagt wie er nóg betrokken is.',
            'Met het ontvangstbewijs toont u later aan dat uw vraag in het logboek staat.',
          ],
        },
        broker: {
          title: 'Wat een bemiddelaar doet',
          lines: [
            'Soms mag u niet weten welk team betrokken is. Dan ziet u een bemiddelaar.',
            'Bel de bemiddelaar. Zeg wie u bent en waarom u contact zoekt. De bemiddelaar overlegt met het team en brengt u met elkaar in contact.',
            'De bemiddelaar noemt het team pas als dat team het goedvindt.',
            'Bent u zelf bemiddelaar? Raakvlak vertelt u niet wie er vroeg en over wie. Dat hoort u van wie u belt.',
          ],
        },
        address: {
          title: 'Adressen en het hele huisnummer',
          lines: [
            'Vraagt u naar 12-A, dan vindt u wat op 12-A staat en wat op het hele nummer 12 staat. Niet wat op 12-B staat.',
            'Gaat het om het gebouw, kies dan “Het hele huisnummer”. Dan vindt u ook alle eenheden. Dat kan alleen bij doelen die over een gebouw gaan, en het telt zwaarder mee.',
            'Bij elk team staat waarop het gevonden is: dit adres, het hele huisnummer, of een van de adressen op dat nummer.',
            'Bij een opvang of zorginstelling zijn geen teams te vinden op het adres alleen. Vraag dan naar de persoon, als dat voor uw doel mag.',
          ],
        },
        list: {
          title: 'Een lijst adressen',
          lines: [
            'Plak adressen of kies een bestand. Raakvlak zegt per regel wat het begreep.',
            'Verbeter wat niet klopt of laat die regel weg. Pas daarna wordt er iets gevraagd.',
            'U kunt onderweg stoppen. Wat al gevraagd is, telt mee en staat in het logboek.',
            'In het bestand dat u downloadt, staan geen telefoonnummers en e-mailadressen.',
          ],
        },
        budget: {
          title: 'Hoeveel u mag vragen',
          lines: [
            'Per uur en per dag is er een grens: voor u, uw team, uw afdeling en de hele gemeente. Voor gewoon werk is die ruim genoeg. In uw eerste week is hij lager.',
            'Is de grens bereikt, dan wordt er niets getoond. U ziet vanaf wanneer het weer kan.',
            'Is de grens van uw team, afdeling of gemeente bereikt? Een losse vraag voor een huisbezoek of crisis kan dan meestal nog.',
            'Heeft het haast, bel dan de afdeling zelf.',
          ],
        },
        mistake: {
          title: 'Vergissing',
          lines: [
            'Vroeg u naar de verkeerde? Kies onder het antwoord “Vergissing”. Later kan het ook, bij Mijn vragen.',
            'De vraag blijft in het logboek. Erbij staat dat het een vergissing was.',
          ],
        },
        emergency: {
          title: 'Noodvraag: er is nu iemand in gevaar',
          lines: [
            'Bel bij direct gevaar eerst 112.',
            'Een noodvraag stelt u met het doel Crisis. Kies wat er aan de hand is.',
            'U ziet dan ook teams die anders achter een bemiddelaar staan. Zijn er teams die u ook dan niet ziet, dan bellen zij uw team zelf.',
            'De betrokken teams horen dat u vroeg. De privacy officer beoordeelt elke noodvraag achteraf.',
          ],
        },
        ours: {
          title: 'Onze betrokkenheid bijhouden',
          lines: [
            'Hier staat waar uw team betrokken is, zonder BSN, naam of adres. Meestal levert uw eigen systeem dit aan.',
            'Verleng wat doorloopt en beëindig wat klaar is. Wat niemand verlengt, vervalt vanzelf.',
            'Is iemand verhuisd, geef dat dan door. Dan klopt het adres weer.',
            'Geef aan of de inwoner weet dat uw team dit vastlegt.',
          ],
        },
        contact: {
          title: 'Ons team: telefoon, tijden en vervanging',
          lines: [
            'Collega’s bellen het nummer dat hier staat. Houd nummer, openingstijden en dagen dat u dicht bent bij.',
            'Geef aan welk team gebeld wordt als uw team niet bereikbaar is.',
            'Met vervanging werkt een collega van uw afdeling tijdelijk voor uw team, hooguit zes weken.',
          ],
        },
        manage: {
          title: 'Afdelingen, teams en koppelingen',
          lines: [
            'Maak eerst de afdeling, dan de teams, dan de koppeling.',
            'Wat meer zichtbaar kan maken, gaat pas in als een tweede persoon het goedkeurt.',
            'Controleer een bestand voordat een systeem gaat leveren. Bij het controleren wordt niets geregistreerd.',
            'Bij Koppelingen ziet u wanneer elk systeem voor het laatst leverde.',
          ],
        },
        log: {
          title: 'Het logboek lezen',
          lines: [
            'In het logboek staat elke vraag: wanneer, waarvoor en vanuit welke afdeling. Er staat geen BSN, adres of naam van een inwoner in.',
            'Dat u het logboek leest, staat er zelf ook in.',
          ],
        },
        policy: {
          title: 'Beleid en voorstellen',
          lines: [
            'Het beleid bepaalt wie welk team ziet. Open: u ziet het team. Bemiddeld: u ziet een bemiddelaar. Stil: u ziet niets en het team hoort het wel. Gesloten: u ziet niets en het team hoort niets.',
            'In de proef op het beleid ziet u wat een vrager zou zien. Die gaat over niemand.',
            'Een nieuw beleid of doel geldt pas als een tweede persoon het goedkeurt. Uw eigen voorstel keurt u nooit goed.',
          ],
        },
        keys: {
          title: 'Werken met het toetsenbord',
          lines: [
            { key: 'Tab', does: 'naar het volgende veld of de volgende knop; samen met Shift terug' },
            { key: '/', does: 'naar het veld voor BSN of adres, op Vraag stellen' },
            { key: 'Enter', does: 'de vraag stellen' },
            { key: '↑ ↓', does: 'kiezen uit doelen en andere keuzes' },
            { key: 'Esc', does: 'een venster of het menu sluiten' },
          ],
        },
      },
      callTitle: 'Wie kunt u bellen?',
      call: 'De helpdesk helpt u verder. Noem de code die bij een fout staat. Noem nooit een BSN of adres.',
      callGeneral:
        'Bel de servicedesk van uw gemeente. Noem de code die bij een fout staat. Noem nooit een BSN of adres.',
      danger: [
        { text: 'Direct gevaar:', phone: '112', more: '' },
        { text: 'Zorgen over veiligheid thuis: Veilig Thuis,', phone: '0800 2000', more: '. Gratis, dag en nacht.' },
      ],
      furtherTitle: 'Meer uitleg',
      welcome: 'De eerste drie stappen nog een keer',
      practice: 'Oefenen met een verzonnen vraag',
      privacy: 'Privacy: wat er bewaard wordt en wie het leest',
      accessibility: 'Verklaring over toegankelijkheid',
    },
    privacy: {
      title: 'Privacy',
      municipality: 'uw gemeente',
      lead: 'Raakvlak wordt gebruikt door {municipality}. Hier leest u wat erin staat, wie het leest en hoe lang het blijft. Bent u inwoner? Onderaan staan uw rechten.',
      parts: [
        {
          title: 'Wat er van inwoners bewaard wordt',
          text: 'Geen naam, geen BSN, geen adres en niets over de inhoud van een zaak. De browser van de medewerker maakt van een BSN of adres een code. Alleen die code gaat naar de server.',
          lines: [
            'Bij de code staat welk team betrokken is, van welke tot welke dag, en of de inwoner dat weet. Een zaaknummer wordt versleuteld bewaard.',
            'Een code is nog steeds een persoonsgegeven. Wie alle sleutels heeft, kan nagaan om wie het gaat. Daarom liggen die bij verschillende partijen.',
            'Een antwoord noemt teams om te bellen. Het zegt nooit waarom of sinds wanneer een team betrokken is.',
          ],
        },
        {
          title: 'Wat er van u als medewerker bewaard wordt',
          text: 'Elke vraag komt in een logboek, ook als er niets te zien was of als de vraag werd geweigerd. Zo kan de gemeente aan een inwoner uitleggen waarom er is gekeken.',
          lines: [
            'Er staat in wanneer u vroeg, waarvoor en vanuit welke afdeling. Wie u bent, uw zaaknummer en wat u zag, staat er versleuteld bij.',
            'De privacy officer en de functionaris gegevensbescherming (FG) mogen het lezen. Dat zij lazen, staat er ook in.',
            'Uw teamcoördinator en de applicatiebeheerder zien uw vragen niet. U ziet zelf uw vragen van de laatste 30 dagen, zonder BSN of adres.',
            'Wie de app gebruikt, wordt bijgehouden: het nummer van uw account, rol, afdeling, teams, en de eerste en laatste dag. Niet uw naam.',
            'Vraagt iemand opvallend veel, dan ziet de privacy officer dat. Bij een noodvraag horen de betrokken teams wie er vroeg.',
          ],
        },
        {
          title: 'Wat de sleutelbeheerder doet',
          text: 'Van een BSN of adres een code maken, kan niemand alleen. Daar helpt een sleutelbeheerder bij: een andere partij dan de beheerder van de registraties.',
          lines: [
            'De sleutelbeheerder ziet niet om welk BSN of adres het gaat. Wel wie er vraagt, wanneer en hoeveel, en hij bewaakt de grens daarvan.',
            'Hij heeft zelf geen registraties. De beheerder van de registraties heeft de sleutel niet.',
            'Alleen samen kunnen zij nagaan over wie het gaat. Daarom horen het verschillende organisaties te zijn.',
          ],
        },
        {
          title: 'Hoe lang het blijft',
          text: 'Betrokkenheid verdwijnt vanzelf. Voor het logboek is nog geen termijn ingebouwd.',
          lines: [
            'Betrokkenheid bij een persoon of bedrijf vervalt na zes maanden, bij alleen een adres na drie maanden, tenzij het team haar verlengt.',
            'Wat vervallen is, vindt niemand meer. Het wordt kort daarna verwijderd. Wat een team zelf beëindigt, is na zeven dagen verwijderd.',
            'Tellers van hoeveel er gevraagd is, verdwijnen na twee dagen.',
            'Het logboek, de lijst van gebruikers en berichten aan teams blijven nu nog staan.',
            'In een reservekopie staat alles tot die kopie wordt vernietigd.',
          ],
        },
        {
          title: 'Wat er in uw browser blijft',
          text: 'Niets over inwoners, en geen wachtwoord of toegangscode.',
          lines: [
            'Wel: uw taal, het doel dat u het laatst koos, en voor welke rol u de eerste stappen zag.',
            'De bestanden van de app zelf, zodat die ook zonder verbinding opent. Nooit een antwoord.',
            'Een antwoord verdwijnt van het scherm als u 5 minuten niets doet. Na een half uur zonder gebruik logt Raakvlak u uit.',
          ],
        },
      ],
      residents: {
        title: 'Voor inwoners',
        text: 'De privacywet (AVG) geeft u deze rechten:',
        rights: [
          'Inzage (artikel 15): weten welke teams over u geregistreerd staan, en wanneer, door welke afdeling en waarvoor er is gekeken. De naam van de medewerker krijgt u meestal niet.',
          'Laten verbeteren wat niet klopt, of laten wissen wat er niet hoort te staan.',
          'Bezwaar maken, of vragen om uw gegevens een tijd niet te gebruiken.',
        ],
        askTitle: 'Zo vraagt u het',
        ask: 'Neem contact op met de gemeente:',
        askGeneral:
          'Vraag het aan de privacy officer of de functionaris gegevensbescherming van uw gemeente. Op de website van de gemeente staat hoe u die bereikt.',
        how: [
          'De gemeente vraagt u te laten zien wie u bent.',
          'U krijgt binnen een maand antwoord. Is het ingewikkeld, dan mag het twee maanden langer duren. De gemeente laat u dat weten.',
          'Raakvlak heeft voor zo’n verzoek nog geen eigen scherm.',
        ],
        complaint: 'Komt u er met de gemeente niet uit? Dan kunt u terecht bij de',
        authority: 'Autoriteit Persoonsgegevens (nieuw venster)',
      },
    },
    accessibility: {
      title: 'Toegankelijkheid',
      municipality: 'uw gemeente',
      lead: 'Iedereen moet Raakvlak kunnen gebruiken, ook met een beperking. Deze verklaring gaat over de webapp Raakvlak, zoals {municipality} die gebruikt.',
      statusTitle: 'Status',
      status: 'Status C: eerste maatregelen genomen',
      statusText:
        'De app is gemaakt om te voldoen aan WCAG 2.2, niveau A en AA. Een deskundige heeft dat nog niet volledig onderzocht. Daarom staat hier niet dat de app voldoet.',
      testedTitle: 'Wat er getest is',
      tested: 'Bij elke nieuwe versie lopen automatische tests, in één browser: Chromium.',
      tests: [
        'Controle van de schermen met axe-core, op de regels van WCAG 2.0, 2.1 en 2.2, niveau A en AA. Zo’n controle vindt maar een deel van alle problemen.',
        'Werken met alleen het toetsenbord.',
        'Schermen van 320, 390 en 1280 pixels breed, en vergroting tot 400 %.',
        'Donkere weergave, hoog contrast en afdrukken.',
      ],
      shortTitle: 'Wat niet goed is of niet geprobeerd',
      shortcomings: [
        'Er is geen schermlezer geprobeerd, zoals NVDA, JAWS of VoiceOver.',
        'Er is niet geprobeerd in Firefox of Safari, op een echte telefoon of met spraakbediening.',
        'Er is niet getest door mensen met een beperking. Ook de leesbaarheid van de teksten is niet met lezers getest.',
        'Een antwoord verdwijnt na 5 minuten zonder gebruik, zonder waarschuwing vooraf. Zo leest niemand mee. U kunt de vraag daarna opnieuw stellen.',
        'Namen en openingstijden schrijven teams zelf. Staan die in een andere taal, dan weet een schermlezer dat niet.',
      ],
      contactTitle: 'Werkt iets niet voor u?',
      contact: 'Laat het weten, en zeg op welke pagina het was:',
      contactGeneral: 'Laat het weten aan de servicedesk van uw gemeente, en zeg op welke pagina het was.',
      complaint:
        'Bent u niet tevreden over de reactie, dan kunt u een klacht indienen bij de gemeente, en daarna bij de Nationale ombudsman.',
      register: 'De gemeente zet haar eigen verklaringen in het',
      registerLink: 'register van toegankelijkheidsverklaringen (nieuw venster)',
      updated: 'Deze verklaring is van {day}.',
      updatedOn: '2026-11-27',
    },
  },

  problems: {
    again: 'Dat kan weer vanaf {at}.',
    statuses: {
      '401': 'Uw inlog is verlopen. Log opnieuw in.',
      '403': 'U mag dit niet doen of zien. Vraag uw applicatiebeheerder welke rol hiervoor nodig is.',
      '404': 'Dit is niet gevonden.',
      '429': 'U hebt nu zoveel gevraagd als mag. Er is niets getoond.',
      '503': 'De dienst is nu niet beschikbaar. Er is niets getoond. Probeer het straks opnieuw.',
      '4xx': 'Dit kan niet zo. Kijk na wat u invulde.',
      '5xx': 'Er ging iets mis bij de server. Er is niets getoond. Probeer het straks opnieuw.',
    },
    codes: {
      'web.unexpected': 'Er ging iets mis in deze pagina. Laad de pagina opnieuw.',
      'web.offline': 'Geen verbinding. We hebben niets opgezocht. Probeer het opnieuw als u weer verbinding hebt.',
      'web.no-configuration': 'De dienst is niet bereikbaar. Controleer uw verbinding en laad de pagina opnieuw.',
      'web.not-signed-in': 'Uw inlog is verlopen. Log opnieuw in.',
      'client.index-unreachable':
        'De dienst is niet bereikbaar. We hebben niets opgezocht. Controleer uw verbinding en probeer het opnieuw.',
      'client.custodian-unreachable':
        'De sleutelbeheerder is niet bereikbaar. We hebben niets opgezocht. Probeer het straks opnieuw.',
      'client.unexpected-answer':
        'De dienst gaf een antwoord dat niet klopt. Er is niets uit afgeleid. Laad de pagina opnieuw.',
      'client.too-many-subjects': 'Vraag over hooguit 100 personen of adressen tegelijk.',
      'client.mixed-kinds': 'Het hele huisnummer kan alleen met adressen. Haal het BSN weg of zet het vinkje uit.',
      'client.not-a-case-number':
        'Dit lijkt geen zaaknummer. Geef het nummer zoals uw eigen systeem het schrijft, zonder naam, adres of BSN. Bijvoorbeeld WT-2026-00123.',
      'client.identity-provider-unreachable': 'De inlogdienst is niet bereikbaar. Probeer het straks opnieuw.',
      'client.identity-provider-unexpected':
        'De inlogdienst gaf een antwoord dat niet klopt. U bent niet ingelogd. Probeer het opnieuw.',
      'client.sign-in-again': 'Uw inlog is verlopen. Log opnieuw in.',
      'client.sign-in-refused': 'De inlogdienst heeft de inlog geweigerd.',
      'tokens.empty': 'Vul een BSN of adres in.',
      'tokens.unexpected-character':
        'Er staat een teken in dat hier niet hoort. Let op een letter O in plaats van een nul.',
      'tokens.more-than-one': 'Er staat meer dan één nummer of adres. Zet elk in een eigen veld.',
      'tokens.all-zeros': 'Een nummer met alleen nullen bestaat niet.',
      'tokens.bsn-length': 'Een BSN heeft negen cijfers. Nullen vooraan horen erbij.',
      'tokens.bsn-check': 'Dit is geen geldig BSN. Is er een cijfer verwisseld?',
      'tokens.vnr-length': 'Een V-nummer heeft tien cijfers. Nullen vooraan horen erbij.',
      'tokens.kvk-length': 'Een KVK-nummer heeft acht cijfers. Twaalf cijfers is een vestigingsnummer.',
      'tokens.bag-length': 'Een BAG-nummer heeft zestien cijfers.',
      'tokens.formula': 'Dit begint als een formule uit een spreadsheet. Typ postcode en huisnummer zelf.',
      'tokens.postcode-missing': 'De postcode ontbreekt. Typ postcode en huisnummer, bijvoorbeeld 1234 AB 56.',
      'tokens.postcode-form': 'Dit is geen postcode. Een postcode heeft vier cijfers en twee letters.',
      'tokens.postcode-not-issued': 'Deze postcode bestaat niet: de letters SA, SD en SS worden niet gebruikt.',
      'tokens.number-missing': 'Het huisnummer ontbreekt. Typ het na de postcode, bijvoorbeeld 1234 AB 56.',
      'tokens.number-range': 'Dit is geen huisnummer. Een huisnummer is een getal van 1 tot en met 99999.',
      'tokens.number-ambiguous':
        'Het is niet duidelijk welk getal het huisnummer is. Typ alleen postcode, huisnummer en toevoeging.',
      'tokens.letter-form': 'Dit is geen huisletter. Een huisletter is één letter.',
      'tokens.addition-form': 'Dit is geen toevoeging. Een toevoeging heeft hooguit vier letters en cijfers.',
      'tokens.not-an-address': 'Een vraag over het hele huisnummer kan alleen met een postcode en een huisnummer.',
      'tokens.not-a-test-number':
        'In de demonstratie mag alleen een BSN uit de testreeks: het begint met 99999 of 0000. Typ hier nooit een echt nummer.',
      'tokens.test-number': 'Dit BSN is een testnummer en hoort bij niemand.',
      'tokens.proof-refused':
        'De sleutelbeheerder kon niet bewijzen dat de juiste sleutel is gebruikt. Er is niets gevraagd. Gebeurt het weer, meld het dan bij de beveiliging.',
      'tokens.document-signature':
        'De sleutels van de sleutelbeheerder kloppen niet. Er is niets gevraagd. Meld dit bij de beveiliging.',
      'tokens.document-expired':
        'De sleutels zijn verlopen. Controleer de klok van dit apparaat en probeer het later opnieuw.',
      'tokens.document-not-yet': 'De klok van dit apparaat loopt niet goed. Zet de klok goed en probeer het opnieuw.',
      'involvement.purpose-not-yours': 'Dit doel is niet voor uw afdeling. Kies een ander doel.',
      'involvement.purpose-not-in-force': 'Dit doel geldt vandaag niet. Kies een ander doel.',
      'involvement.purpose-not-for-your-role': 'Dit doel is niet voor uw rol. Kies een ander doel.',
      'involvement.purpose-not-for-this-kind': 'Dit doel past niet bij wat u vraagt. Kies een ander doel.',
      'involvement.department-unknown':
        'Uw afdeling is hier niet bekend. Vraag uw applicatiebeheerder om dit te regelen.',
      'involvement.case-number-refused':
        'Dit is geen zaaknummer van uw afdeling. Geef het nummer zoals uw eigen systeem het schrijft, zonder naam, adres of BSN.',
      'involvement.emergency-not-for-this-purpose': 'Een noodvraag kan alleen met het doel Crisis.',
      'involvement.emergency-too-wide':
        'Een noodvraag gaat over hooguit vijf personen of adressen, en nooit over een heel huisnummer.',
      'involvement.budget-spent':
        'U hebt nu zoveel gevraagd als mag. Er is niets getoond. Heeft het haast, bel dan de afdeling zelf.',
      'custodian.budget-spent':
        'U hebt nu zoveel gevraagd als de sleutelbeheerder toestaat. Er is niets gevraagd. Heeft het haast, bel dan de afdeling zelf.',
      'custodian.blocked': 'Uw account is geblokkeerd bij de sleutelbeheerder. Bel de beheerder van de sleutels.',
      'custodian.busy': 'De sleutelbeheerder heeft het nu te druk. Er is niets gevraagd. Probeer het straks opnieuw.',
      'accountability.audit-unavailable':
        'Het logboek kan nu niet geschreven worden, daarom is er geen antwoord. Er is niets getoond. Probeer het straks opnieuw, of bel het team als het niet kan wachten.',
      'accountability.receipt-unknown': 'Dit ontvangstbewijs is niet bekend of niet van u.',
      'access.not-allowed': 'Uw rol mag dit niet. Vraag uw applicatiebeheerder welke rol hiervoor nodig is.',
      'access.token-refused': 'Uw inlog is niet geaccepteerd. Log opnieuw in.',
      'platform.storage-unavailable':
        'De opslag van de server antwoordt niet. Er is niets getoond. Probeer het straks opnieuw.',
    },
  },
};
