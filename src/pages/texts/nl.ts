import type { Texts } from './texts.ts';

export const nl: Texts = {
  lang: 'nl',
  dir: 'ltr',
  product: 'Onlinevergaderingen voor HCL Notes',
  support: 'Hulp en ondersteuning',
  home: 'Startpagina',
  language: 'Taal',
  colon: ': ',
  copy: 'Kopiëren',
  copied: 'Gekopieerd',
  copyFailed:
    'Uw browser staat kopiëren niet toe. De tekst is geselecteerd: druk op Ctrl+C, of op ⌘C op een Mac.',

  landing: {
    title: 'Uw vergaderdienst koppelen',
    lead: 'Dit hoeft maar één keer. Daarna maakt, wijzigt en annuleert uw agenda in HCL Notes de onlinevergaderingen voor u.',
    servicesHeading: 'Welke dienst gebruikt u?',
    signInAt: (host) => `Aanmelden bij ${host}`,
    stepsHeading: 'Zo werkt het',
    steps: [
      'U meldt zich aan bij uw vergaderdienst en geeft toegang tot uw vergaderingen. Uw wachtwoord blijft daar.',
      'U krijgt één keer een token te zien en kopieert het.',
      'U plakt het in HCL Notes, in ‘Online Meeting Credentials’.',
    ],
    removeHeading: 'Toegang intrekken',
    remove: 'U kunt de toegang op elk moment intrekken op de pagina van de dienst:',
    rootHeading: 'Voor beheerders',
    root: 'Root-URL voor Notes',
    emptyHeading: 'Er is nog geen vergaderdienst ingeschakeld',
    empty: 'Uw beheerder moet een vergaderdienst inschakelen voordat u die aan Notes kunt koppelen.',
  },

  token: {
    title: (service) => `${service} instellen voor HCL Notes`,
    copiedTitle: 'Gekopieerd: plak het nu in Notes',
    heading: (service) => `Uw token voor ${service} is klaar`,
    lead: 'Kopieer het en plak het in HCL Notes.',
    label: 'Kopiëren naar ‘Refresh Token’',
    length: (characters) => `${characters} tekens`,
    show: 'Tonen',
    copiedStatus: 'Het token staat op het klembord. Ga verder in HCL Notes.',
    withoutScript: 'Klik op het token om het te selecteren en kopieer het.',
    stepsHeading: 'Volgende stappen',
    steps: [
      'Kopieer het token.',
      'Ga in HCL Notes terug naar ‘Online Meeting Credentials’.',
      'Klik op ‘Paste’ (Plakken). Notes controleert het token en slaat het op.',
    ],
    drawing: 'Tekening van het formulier in Notes: de knop ‘Paste’ staat naast ‘Refresh Token’.',
    caution:
      'Het token wordt maar één keer getoond. Houd het voor uzelf: wie het heeft, kan namens u vergaderingen beheren.',
    printed: 'Het token wordt niet afgedrukt.',
  },

  error: {
    anyService: 'de vergaderdienst',
    topics: {
      badRequest: {
        headline: 'Deze pagina kan zo niet worden geopend',
        happened: 'Deze site begrijpt het verzoek niet.',
        todo: 'Open de pagina opnieuw vanuit HCL Notes of vanaf de startpagina. Helpt dat niet, neem dan contact op met uw beheerder.',
      },
      notCompleted: {
        headline: 'Uw aanmelding is niet voltooid',
        happened:
          'De aanmelding duurde te lang, is al gebruikt of is in een andere browser begonnen, of deze browser heeft de cookie van de site niet bewaard.',
        todo: 'Begin opnieuw en blijf in deze browser. In HCL Notes is niets veranderd.',
      },
      nothingWaiting: {
        headline: 'Er is geen token',
        happened: 'Een token wordt maar één keer getoond, en in deze browser staat geen aanmelding open.',
        todo: 'Hebt u het token gekopieerd, ga dan verder in HCL Notes. Begin alleen opnieuw als u het kwijt bent: bij sommige diensten, zoals Zoom, werkt het eerdere token dan niet meer.',
      },
      declined: {
        headline: 'De toegang is niet verleend',
        happened: (service) => `${service} meldt dat de toestemming is geweigerd.`,
        todo: 'Moet HCL Notes uw vergaderingen beheren, begin dan opnieuw en geef toegang. In HCL Notes is niets veranderd.',
      },
      declinedOrAdmin: {
        headline: 'De toegang is niet verleend',
        happened: (service) =>
          `${service} meldt dat de toestemming niet is gegeven: ze is geweigerd, of alleen een beheerder mag de app goedkeuren.`,
        todo: 'Is om goedkeuring door een beheerder gevraagd, stuur dan de link hieronder naar uw beheerder; opnieuw beginnen heeft dan geen zin. Hebt u zelf geweigerd, dan kunt u opnieuw beginnen.',
      },
      adminConsent: {
        headline: 'Uw beheerder moet deze app eerst goedkeuren',
        happened: (service) =>
          `${service} laat alleen een beheerder van uw organisatie de app goedkeuren. Tot die tijd heeft opnieuw beginnen geen zin.`,
        todo: 'Stuur de link hieronder naar uw beheerder. Begin vanuit HCL Notes opnieuw zodra de app is goedgekeurd.',
      },
      appRefused: {
        headline: (service) => `${service} accepteert deze site niet`,
        happened:
          'De app die deze site daar gebruikt, is onbekend of uitgeschakeld, of het clientgeheim ervan is verlopen.',
        todo: 'Alleen uw beheerder kan dit oplossen. Stuur de gegevens hieronder door.',
      },
      appNotPublished: {
        headline: 'De app is nog niet beschikbaar voor uw account',
        happened: (service) =>
          `${service} heeft de app die deze site gebruikt niet gepubliceerd of niet goedgekeurd.`,
        todo: 'Alleen uw beheerder kan de app laten publiceren of goedkeuren. Stuur de gegevens hieronder door.',
      },
      scopeRefused: {
        headline: (service) => `${service} heeft een machtiging geweigerd`,
        happened: 'De app die deze site gebruikt, vraagt om een machtiging die daar niet is verleend.',
        todo: 'Alleen uw beheerder kan de machtigingen van de app aanpassen. Stuur de gegevens hieronder door.',
      },
      wrongAccount: {
        headline: (service) => `${service} accepteert dit account niet`,
        happened:
          'Het is van het verkeerde soort, bijvoorbeeld een persoonlijk account, of het hoort bij een andere organisatie.',
        todo: 'Begin opnieuw en meld u aan met uw werkaccount. Wordt niet gevraagd welk account u wilt gebruiken, meld u dan eerst af bij de dienst.',
      },
      blockedByPolicy: {
        headline: 'Uw organisatie staat deze aanmelding niet toe',
        happened: (service) =>
          `${service} verwijst naar een regel van uw organisatie, bijvoorbeeld over apparaten, netwerken of wie de app mag gebruiken.`,
        todo: 'Alleen uw beheerder kan de regel wijzigen of vertellen hoe u eraan voldoet. Stuur de gegevens hieronder door.',
      },
      issuerMismatch: {
        headline: 'De aanmelding is voor uw veiligheid gestopt',
        happened: (service) =>
          `Het antwoord kwam niet van het adres dat deze site bij ${service} verwacht. Er is geen token uitgegeven.`,
        todo: 'Alleen uw beheerder kan dit nagaan: misschien staat er een verkeerde uitgever (issuer) in de configuratie. Stuur de gegevens hieronder door.',
      },
      refused: {
        headline: (service) => `${service} heeft het verzoek geweigerd`,
        happened: 'De dienst accepteerde niet wat deze site heeft gestuurd.',
        todo: 'Alleen uw beheerder kan dit oplossen. Stuur de gegevens hieronder door.',
      },
      expired: {
        headline: 'Deze aanmelding is niet meer geldig',
        happened: (service) =>
          `${service} heeft de aanmelding niet geaccepteerd: die duurde te lang of is al gebruikt.`,
        todo: 'Begin opnieuw en rond de aanmelding binnen enkele minuten af. In HCL Notes is niets veranderd.',
      },
      scopeMissing: {
        headline: 'Er ontbreekt een machtiging',
        happened: (service) => `${service} heeft niet alles toegestaan wat onlinevergaderingen nodig hebben.`,
        todo: 'Hebt u een vinkje weggehaald, begin dan opnieuw en laat alles aangevinkt. Viel er niets aan te vinken, stuur dan de gegevens hieronder naar uw beheerder.',
      },
      noRefreshToken: {
        headline: (service) => `${service} heeft geen token voor Notes uitgegeven`,
        happened:
          'U bent aangemeld, maar de app die deze site gebruikt, krijgt geen blijvend token (refresh token, offline access).',
        todo: 'Alleen uw beheerder kan dat in de app wijzigen. Stuur de gegevens hieronder door.',
      },
      notForBrowsers: {
        headline: 'Dit adres is voor HCL Notes',
        happened: 'Het geeft antwoord aan de Notes-client, niet aan een browser of een andere website.',
        todo: 'Ga naar de startpagina om uw vergaderdienst te koppelen.',
      },
      notFound: {
        headline: 'Deze pagina bestaat niet',
        happened: 'Op dit adres is niets te vinden, of de vergaderdienst is hier niet ingeschakeld.',
        todo: 'Controleer het adres of ga naar de startpagina. Heeft HCL Notes deze pagina geopend, laat het dan uw beheerder weten.',
      },
      nowhere: {
        headline: 'Er is geen site op dit adres',
        happened: 'De server werkt, maar geen van zijn sites heeft deze naam of dit pad.',
        todo: 'Controleer het adres op typefouten. Heeft HCL Notes deze pagina geopend, dan moet uw beheerder de root-URL in Notes aanpassen.',
      },
      rateLimited: {
        headline: 'Er zijn nu te veel verzoeken',
        happened: 'Het zijn er meer dan deze site of de vergaderdienst kan verwerken.',
        todo: 'Wacht een minuut en probeer het opnieuw. Blijft het gebeuren, neem dan contact op met uw beheerder.',
      },
      ourFault: {
        headline: 'Er ging iets mis op deze site',
        happened: 'Er is een onverwachte fout opgetreden.',
        todo: 'Probeer het opnieuw. Gebeurt het weer, stuur dan de gegevens hieronder naar uw beheerder.',
      },
      serviceTrouble: {
        headline: (service) => `${service} reageert niet goed`,
        happened: 'De dienst was niet bereikbaar, deed er te lang over of meldt zelf een storing.',
        todo: 'Wacht enkele minuten en probeer het opnieuw. Blijft het gebeuren, stuur dan de gegevens hieronder naar uw beheerder.',
      },
      siteUnavailable: {
        headline: 'Deze site is op dit moment niet beschikbaar',
        happened: 'Er zit een fout in de configuratie.',
        todo: 'Probeer het later opnieuw. Uw beheerder vindt de fout in het logboek van de dienst.',
      },
      other: {
        headline: 'Dit is niet gelukt',
        happened: 'Het verzoek kon niet worden afgehandeld.',
        todo: 'Probeer het opnieuw. Gebeurt het weer, stuur dan de gegevens hieronder naar uw beheerder.',
      },
    },
    nextHeading: 'Wat u kunt doen',
    startAgain: 'Opnieuw beginnen',
    adminHeading: 'Voor beheerders',
    adminConsent: 'Keur de app één keer goed voor uw hele organisatie. Dat kan direct hier.',
    adminLink: 'App goedkeuren',
    sendLink: 'Link voor uw beheerder',
    mayNeedAdmin: (service) =>
      `Gaf ${service} aan dat een beheerder de app moet goedkeuren? Stuur dan de link hieronder naar uw beheerder.`,
    adminConsentWithoutLink:
      'Stuur de gegevens hieronder naar uw beheerder, die de app bij de dienst kan goedkeuren. Begin vanuit HCL Notes opnieuw zodra de app is goedgekeurd.',
    detailsHeading: 'Gegevens voor ondersteuning',
    requestId: 'Verzoek-ID',
    time: 'Tijd',
    status: 'HTTP-status',
    code: 'Fout',
    service: 'Dienst',
    copyDetails: 'Gegevens kopiëren',
    detailsCopied: 'De gegevens staan op het klembord.',
  },

  consent: {
    heading: 'De app is goedgekeurd',
    lead: (service) =>
      `${service} meldt dat een beheerder de app voor de hele organisatie heeft goedgekeurd.`,
    next: 'Iedereen in de organisatie kan nu een vergaderdienst koppelen. Het kan enkele minuten duren voordat de goedkeuring overal geldt.',
    start: 'Token ophalen',
  },

  check: {
    title: 'Verbindingstest',
    lead: 'Zo is uw verzoek bij de server aangekomen. Er staat geen token in, dus u kunt dit naar uw beheerder sturen.',
    yes: 'ja',
    no: 'nee',
    labels: {
      address_known: 'Het adres hoort bij een site op deze server',
      site_in_service: 'De site is in bedrijf',
      public_url: 'Openbaar adres',
      host_is_public_host: 'De hostnaam is die van het openbare adres',
      scheme: 'Protocol',
      http_version: 'HTTP-versie',
      client_address: 'Uw netwerkadres',
      forwarded: 'Een proxy heeft zijn header toegevoegd',
      authorization_present: 'Er is een Authorization-header aangekomen',
      authorization_is_bearer: 'Die begint met ‘Bearer’',
      authorization_length: 'De lengte in tekens',
      header_bytes: 'Grootte van alle headers in bytes',
    },
  },
};
