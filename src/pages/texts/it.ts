import type { Texts } from './texts.ts';

export const it: Texts = {
  lang: 'it',
  dir: 'ltr',
  product: 'Riunioni online per HCL Notes',
  support: 'Guida e assistenza',
  home: 'Pagina iniziale',
  language: 'Lingua',
  colon: ': ',
  copy: 'Copia',
  copied: 'Copiato',
  copyFailed: 'Il browser non ha consentito la copia. Il testo è selezionato: premere Ctrl+C, o ⌘C su Mac.',

  landing: {
    title: 'Collegare il servizio di riunioni',
    lead: 'Basta farlo una volta. Da quel momento il calendario di HCL Notes crea, aggiorna e annulla le riunioni online automaticamente.',
    servicesHeading: 'Quale servizio si utilizza?',
    signInAt: (host) => `Accesso su ${host}`,
    stepsHeading: 'Come funziona',
    steps: [
      'Si accede al servizio di riunioni e si consente l’accesso alle proprie riunioni. La password non viene trasmessa a questo sito.',
      'Viene mostrato un token, una sola volta: lo si copia.',
      'Lo si incolla in HCL Notes, in “Online Meeting Credentials”.',
    ],
    removeHeading: 'Revocare l’accesso',
    remove: 'L’accesso può essere revocato in qualsiasi momento, nella pagina del servizio:',
    rootHeading: 'Per gli amministratori',
    root: 'URL radice da inserire in Notes',
    emptyHeading: 'Nessun servizio di riunioni è attivo',
    empty:
      'L’amministratore deve attivare un servizio di riunioni prima che sia possibile collegarlo a Notes.',
  },

  token: {
    title: (service) => `Configurazione di ${service} per HCL Notes`,
    copiedTitle: 'Copiato: ora incollare in Notes',
    heading: (service) => `Il token per ${service} è pronto`,
    lead: 'Copiarlo e incollarlo in HCL Notes.',
    label: 'Da copiare in “Refresh Token”',
    length: (characters) => `${characters} caratteri`,
    show: 'Mostra',
    copiedStatus: 'Il token è negli appunti. Continuare in HCL Notes.',
    withoutScript: 'Fare clic sul token per selezionarlo, quindi copiarlo.',
    stepsHeading: 'Passaggi successivi',
    steps: [
      'Copiare il token.',
      'Tornare a “Online Meeting Credentials” in HCL Notes.',
      'Fare clic su “Paste” (Incolla). Notes verifica il token e lo salva.',
    ],
    drawing: 'Disegno del modulo in Notes: il pulsante “Paste” è accanto a “Refresh Token”.',
    caution:
      'Il token viene mostrato una sola volta. Non condividerlo: chi lo possiede può gestire riunioni a nome dell’utente.',
    printed: 'Il token non viene stampato.',
  },

  error: {
    anyService: 'il servizio di riunioni',
    topics: {
      badRequest: {
        headline: 'Questa pagina non si apre in questo modo',
        happened: 'Il sito non riconosce la richiesta.',
        todo: 'Aprire di nuovo la pagina da HCL Notes o dalla pagina iniziale. Se il problema persiste, avvisare l’amministratore.',
      },
      notCompleted: {
        headline: 'L’accesso non è stato completato',
        happened:
          'Ha richiesto troppo tempo, è già stato usato, è iniziato in un altro browser oppure questo browser non ha conservato il cookie del sito.',
        todo: 'Ricominciare e completare l’accesso in questo browser. In HCL Notes non è cambiato nulla.',
      },
      nothingWaiting: {
        headline: 'Non c’è alcun token da mostrare',
        happened: 'Un token viene mostrato una sola volta e in questo browser non ci sono accessi in attesa.',
        todo: 'Se il token è stato copiato, continuare in HCL Notes. Ricominciare solo se è andato perso: con alcuni servizi, come Zoom, il token precedente smette allora di funzionare.',
      },
      declined: {
        headline: 'L’accesso non è stato consentito',
        happened: (service) => `${service} segnala che l’autorizzazione è stata rifiutata.`,
        todo: 'Se HCL Notes deve gestire le riunioni, ricominciare e consentire l’accesso. In HCL Notes non è cambiato nulla.',
      },
      declinedOrAdmin: {
        headline: 'L’accesso non è stato consentito',
        happened: (service) =>
          `${service} segnala che l’autorizzazione non è stata concessa: è stata rifiutata, oppure solo un amministratore può approvare l’app.`,
        todo: 'Se è stata richiesta l’approvazione di un amministratore, inviare il link qui sotto all’amministratore: ricominciare non serve. Se il rifiuto è stato una propria scelta, è possibile ricominciare.',
      },
      adminConsent: {
        headline: 'L’amministratore deve prima approvare questa app',
        happened: (service) =>
          `${service} permette solo a un amministratore dell’organizzazione di approvare l’app. Fino ad allora ricominciare non serve.`,
        todo: 'Inviare il link qui sotto all’amministratore. Quando l’app è approvata, ricominciare da HCL Notes.',
      },
      appRefused: {
        headline: (service) => `${service} non accetta questo sito`,
        happened:
          'L’app che il sito utilizza è sconosciuta o disattivata, oppure il suo segreto client è scaduto.',
        todo: 'Solo l’amministratore può risolvere il problema. Inviargli i dettagli qui sotto.',
      },
      appNotPublished: {
        headline: 'L’app non è ancora disponibile per questo account',
        happened: (service) => `${service} non ha pubblicato o non ha approvato l’app che il sito utilizza.`,
        todo: 'Solo l’amministratore può far pubblicare o approvare l’app. Inviargli i dettagli qui sotto.',
      },
      scopeRefused: {
        headline: (service) => `${service} ha rifiutato un’autorizzazione`,
        happened: 'L’app che il sito utilizza richiede un’autorizzazione che non le è stata concessa.',
        todo: 'Solo l’amministratore può correggere le autorizzazioni dell’app. Inviargli i dettagli qui sotto.',
      },
      wrongAccount: {
        headline: (service) => `${service} non accetta questo account`,
        happened:
          'È del tipo sbagliato, per esempio un account personale, oppure appartiene a un’altra organizzazione.',
        todo: 'Ricominciare e accedere con l’account aziendale. Se non viene chiesto quale account usare, prima disconnettersi dal servizio.',
      },
      blockedByPolicy: {
        headline: 'L’organizzazione non consente questo accesso',
        happened: (service) =>
          `${service} fa riferimento a una regola dell’organizzazione, per esempio su dispositivi, reti o persone autorizzate.`,
        todo: 'Solo l’amministratore può modificare la regola o spiegare come rispettarla. Inviargli i dettagli qui sotto.',
      },
      issuerMismatch: {
        headline: 'L’accesso è stato interrotto per sicurezza',
        happened: (service) =>
          `La risposta non proviene dall’indirizzo che il sito si aspetta per ${service}. Non è stato emesso alcun token.`,
        todo: 'Solo l’amministratore può verificarlo: la configurazione potrebbe indicare un emittente (issuer) errato. Inviargli i dettagli qui sotto.',
      },
      refused: {
        headline: (service) => `${service} ha rifiutato la richiesta`,
        happened: 'Il servizio non ha accettato ciò che il sito ha inviato.',
        todo: 'Solo l’amministratore può risolvere il problema. Inviargli i dettagli qui sotto.',
      },
      expired: {
        headline: 'Questo accesso non è più valido',
        happened: (service) =>
          `${service} non lo ha accettato: ha richiesto troppo tempo o è già stato usato.`,
        todo: 'Ricominciare e completare l’accesso entro pochi minuti. In HCL Notes non è cambiato nulla.',
      },
      scopeMissing: {
        headline: 'Manca un’autorizzazione',
        happened: (service) => `${service} non ha concesso tutto ciò che serve alle riunioni online.`,
        todo: 'Se è stata deselezionata un’autorizzazione, ricominciare e lasciarle tutte selezionate. Se non c’era nulla da selezionare, inviare i dettagli qui sotto all’amministratore.',
      },
      noRefreshToken: {
        headline: (service) => `${service} non ha emesso un token per Notes`,
        happened:
          'L’accesso è riuscito, ma l’app che il sito utilizza non può ottenere un token duraturo (refresh token, offline access).',
        todo: 'Solo l’amministratore può cambiarlo nell’app. Inviargli i dettagli qui sotto.',
      },
      notForBrowsers: {
        headline: 'Questo indirizzo è riservato a HCL Notes',
        happened: 'Risponde al client Notes, non a un browser né a un altro sito.',
        todo: 'Andare alla pagina iniziale per collegare il servizio di riunioni.',
      },
      notFound: {
        headline: 'Questa pagina non esiste',
        happened: 'A questo indirizzo non c’è nulla, oppure il servizio di riunioni non è attivo qui.',
        todo: 'Controllare l’indirizzo o andare alla pagina iniziale. Se la pagina è stata aperta da HCL Notes, avvisare l’amministratore.',
      },
      nowhere: {
        headline: 'A questo indirizzo non c’è alcun sito',
        happened: 'Il server funziona, ma nessuno dei suoi siti ha questo nome o percorso.',
        todo: 'Controllare che l’indirizzo sia scritto correttamente. Se la pagina è stata aperta da HCL Notes, l’amministratore deve correggere l’URL radice in Notes.',
      },
      rateLimited: {
        headline: 'Troppe richieste in questo momento',
        happened: 'Sono più di quante il sito o il servizio di riunioni possano accettare.',
        todo: 'Attendere un minuto e riprovare. Se il problema persiste, avvisare l’amministratore.',
      },
      ourFault: {
        headline: 'Si è verificato un problema su questo sito',
        happened: 'Si è verificato un errore imprevisto.',
        todo: 'Riprovare. Se succede di nuovo, inviare i dettagli qui sotto all’amministratore.',
      },
      serviceTrouble: {
        headline: (service) => `${service} non risponde correttamente`,
        happened: 'Il servizio non è raggiungibile, ha impiegato troppo tempo o segnala un problema.',
        todo: 'Attendere qualche minuto e riprovare. Se il problema persiste, inviare i dettagli qui sotto all’amministratore.',
      },
      siteUnavailable: {
        headline: 'Questo sito non è al momento disponibile',
        happened: 'La sua configurazione contiene un errore.',
        todo: 'Riprovare più tardi. L’amministratore trova l’errore nel log del servizio.',
      },
      other: {
        headline: 'Operazione non riuscita',
        happened: 'Non è stato possibile completare la richiesta.',
        todo: 'Riprovare. Se succede di nuovo, inviare i dettagli qui sotto all’amministratore.',
      },
    },
    nextHeading: 'Che cosa fare',
    startAgain: 'Ricomincia',
    adminHeading: 'Per gli amministratori',
    adminConsent: 'Approvare l’app una volta per tutta l’organizzazione, direttamente da qui.',
    adminLink: 'Approva l’app',
    sendLink: 'Link da inviare all’amministratore',
    mayNeedAdmin: (service) =>
      `${service} ha indicato che un amministratore deve approvare l’app? In tal caso inviare il link qui sotto all’amministratore.`,
    adminConsentWithoutLink:
      'Inviare i dettagli qui sotto all’amministratore, che può approvare l’app presso il servizio. Quando l’app è approvata, ricominciare da HCL Notes.',
    detailsHeading: 'Dettagli per l’assistenza',
    requestId: 'ID richiesta',
    time: 'Ora',
    status: 'Stato HTTP',
    code: 'Errore',
    service: 'Servizio',
    copyDetails: 'Copia dettagli',
    detailsCopied: 'I dettagli sono negli appunti.',
  },

  consent: {
    heading: 'L’app è stata approvata',
    lead: (service) =>
      `${service} segnala che un amministratore ha approvato l’app per tutta l’organizzazione.`,
    next: 'Ora tutta l’organizzazione può collegare il servizio di riunioni. L’approvazione può richiedere alcuni minuti per avere effetto.',
    start: 'Ottieni un token',
  },

  check: {
    title: 'Verifica della connessione',
    lead: 'Ecco come la richiesta è arrivata al server. Questi dati non contengono alcun token: possono essere inviati all’amministratore.',
    yes: 'sì',
    no: 'no',
    labels: {
      address_known: 'L’indirizzo appartiene a un sito di questo server',
      site_in_service: 'Il sito è in funzione',
      public_url: 'Indirizzo pubblico',
      host_is_public_host: 'Il nome host è quello dell’indirizzo pubblico',
      scheme: 'Protocollo',
      http_version: 'Versione HTTP',
      client_address: 'Indirizzo di rete rilevato',
      forwarded: 'Un proxy ha aggiunto la propria intestazione',
      authorization_present: 'È arrivata un’intestazione Authorization',
      authorization_is_bearer: 'Inizia con “Bearer”',
      authorization_length: 'Lunghezza in caratteri',
      header_bytes: 'Dimensione di tutte le intestazioni in byte',
    },
  },
};
