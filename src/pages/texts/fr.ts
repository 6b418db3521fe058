import type { Texts } from './texts.ts';

/** Before a colon, a question mark and inside guillemets stands a no-break space, as French typography wants it. */
export const fr: Texts = {
  lang: 'fr',
  dir: 'ltr',
  product: 'Réunions en ligne pour HCL Notes',
  support: 'Aide et assistance',
  home: 'Page d’accueil',
  language: 'Langue',
  colon: '\u00a0: ',
  copy: 'Copier',
  copied: 'Copié',
  copyFailed:
    'Votre navigateur n’a pas autorisé la copie. Le texte est sélectionné\u00a0: appuyez sur Ctrl+C, ou ⌘C sur un Mac.',

  landing: {
    title: 'Connecter votre service de réunion',
    lead: 'Une seule fois suffit. Ensuite, votre agenda HCL Notes crée, modifie et annule les réunions en ligne pour vous.',
    servicesHeading: 'Quel service utilisez-vous\u00a0?',
    signInAt: (host) => `Connexion sur ${host}`,
    stepsHeading: 'Comment ça se passe',
    steps: [
      'Vous vous connectez à votre service de réunion et autorisez l’accès à vos réunions. Votre mot de passe n’est jamais transmis à ce site.',
      'Un jeton s’affiche, une seule fois, et vous le copiez.',
      'Vous le collez dans HCL Notes, dans «\u00a0Online Meeting Credentials\u00a0».',
    ],
    removeHeading: 'Retirer l’accès',
    remove: 'Vous pouvez mettre fin à l’accès à tout moment, sur la page du service\u00a0:',
    rootHeading: 'Pour les administrateurs',
    root: 'URL racine à saisir dans Notes',
    emptyHeading: 'Aucun service de réunion n’est activé',
    empty:
      'Votre administrateur doit activer un service de réunion avant que vous puissiez le connecter à Notes.',
  },

  token: {
    title: (service) => `Configurer ${service} pour HCL Notes`,
    copiedTitle: 'Copié\u00a0: collez-le dans Notes',
    heading: (service) => `Votre jeton ${service} est prêt`,
    lead: 'Copiez-le, puis collez-le dans HCL Notes.',
    label: 'À copier dans «\u00a0Refresh Token\u00a0»',
    length: (characters) => `${characters} caractères`,
    show: 'Afficher',
    copiedStatus: 'Le jeton est dans le presse-papiers. Continuez dans HCL Notes.',
    withoutScript: 'Cliquez sur le jeton pour le sélectionner, puis copiez-le.',
    stepsHeading: 'Étapes suivantes',
    steps: [
      'Copiez le jeton.',
      'Revenez à «\u00a0Online Meeting Credentials\u00a0» dans HCL Notes.',
      'Cliquez sur «\u00a0Paste\u00a0» (Coller). Notes vérifie le jeton et l’enregistre.',
    ],
    drawing:
      'Schéma du formulaire dans Notes\u00a0: le bouton «\u00a0Paste\u00a0» est à côté de «\u00a0Refresh Token\u00a0».',
    caution:
      'Le jeton ne s’affiche qu’une fois. Gardez-le pour vous\u00a0: toute personne qui le possède peut gérer des réunions en votre nom.',
    printed: 'Le jeton n’est pas imprimé.',
  },

  error: {
    anyService: 'le service de réunion',
    topics: {
      badRequest: {
        headline: 'Cette page ne s’ouvre pas de cette façon',
        happened: 'Ce site ne comprend pas la requête.',
        todo: 'Ouvrez de nouveau la page depuis HCL Notes ou depuis la page d’accueil. Si le problème persiste, prévenez votre administrateur.',
      },
      notCompleted: {
        headline: 'Votre connexion n’a pas abouti',
        happened:
          'Elle a pris trop de temps, a déjà servi, a été commencée dans un autre navigateur, ou ce navigateur n’a pas conservé le cookie du site.',
        todo: 'Recommencez et terminez dans ce navigateur. Rien n’a changé dans HCL Notes.',
      },
      nothingWaiting: {
        headline: 'Aucun jeton à afficher',
        happened:
          'Un jeton ne s’affiche qu’une fois, et aucune connexion n’est en attente dans ce navigateur.',
        todo: 'Si vous avez copié le jeton, continuez dans HCL Notes. Ne recommencez que si vous l’avez perdu\u00a0: avec certains services, comme Zoom, le jeton précédent cesse alors de fonctionner.',
      },
      declined: {
        headline: 'L’accès n’a pas été autorisé',
        happened: (service) => `${service} signale que l’autorisation a été refusée.`,
        todo: 'Si HCL Notes doit gérer vos réunions, recommencez et autorisez l’accès. Rien n’a changé dans HCL Notes.',
      },
      declinedOrAdmin: {
        headline: 'L’accès n’a pas été autorisé',
        happened: (service) =>
          `${service} signale que l’autorisation n’a pas été accordée\u00a0: elle a été refusée, ou seul un administrateur peut approuver l’application.`,
        todo: 'Si l’approbation d’un administrateur vous a été demandée, envoyez le lien ci-dessous à votre administrateur\u00a0: recommencer ne sert à rien. Si vous avez refusé vous-même, vous pouvez recommencer.',
      },
      adminConsent: {
        headline: 'Votre administrateur doit d’abord approuver cette application',
        happened: (service) =>
          `${service} réserve cette approbation à un administrateur de votre organisation. D’ici là, recommencer ne sert à rien.`,
        todo: 'Envoyez le lien ci-dessous à votre administrateur. Une fois l’application approuvée, recommencez depuis HCL Notes.',
      },
      appRefused: {
        headline: (service) => `${service} n’accepte pas ce site`,
        happened:
          'L’application que ce site y utilise est inconnue ou désactivée, ou son secret client a expiré.',
        todo: 'Seul votre administrateur peut y remédier. Envoyez-lui les informations ci-dessous.',
      },
      appNotPublished: {
        headline: 'L’application n’est pas encore disponible pour votre compte',
        happened: (service) =>
          `${service} n’a pas publié ou n’a pas approuvé l’application que ce site utilise.`,
        todo: 'Seul votre administrateur peut la faire publier ou approuver. Envoyez-lui les informations ci-dessous.',
      },
      scopeRefused: {
        headline: (service) => `${service} a refusé une autorisation`,
        happened: 'L’application que ce site utilise demande une autorisation qui ne lui a pas été accordée.',
        todo: 'Seul votre administrateur peut corriger les autorisations de l’application. Envoyez-lui les informations ci-dessous.',
      },
      wrongAccount: {
        headline: (service) => `${service} n’accepte pas ce compte`,
        happened:
          'Il n’est pas du bon type, par exemple un compte personnel, ou il appartient à une autre organisation.',
        todo: 'Recommencez et connectez-vous avec votre compte professionnel. Si le choix du compte ne vous est pas proposé, déconnectez-vous d’abord du service.',
      },
      blockedByPolicy: {
        headline: 'Votre organisation n’autorise pas cette connexion',
        happened: (service) =>
          `${service} invoque une règle de votre organisation, par exemple sur les appareils, les réseaux ou les personnes autorisées.`,
        todo: 'Seul votre administrateur peut modifier cette règle ou vous dire comment la respecter. Envoyez-lui les informations ci-dessous.',
      },
      issuerMismatch: {
        headline: 'La connexion a été interrompue par sécurité',
        happened: (service) =>
          `La réponse ne vient pas de l’adresse que ce site attend pour ${service}. Aucun jeton n’a été émis.`,
        todo: 'Seul votre administrateur peut le vérifier\u00a0: la configuration indique peut-être un mauvais émetteur (issuer). Envoyez-lui les informations ci-dessous.',
      },
      refused: {
        headline: (service) => `${service} a refusé la requête`,
        happened: 'Le service n’a pas accepté ce que ce site a envoyé.',
        todo: 'Seul votre administrateur peut y remédier. Envoyez-lui les informations ci-dessous.',
      },
      expired: {
        headline: 'Cette connexion n’est plus valable',
        happened: (service) =>
          `${service} ne l’a pas acceptée\u00a0: elle a pris trop de temps ou a déjà servi.`,
        todo: 'Recommencez et terminez en quelques minutes. Rien n’a changé dans HCL Notes.',
      },
      scopeMissing: {
        headline: 'Il manque une autorisation',
        happened: (service) => `${service} n’a pas accordé tout ce qu’il faut aux réunions en ligne.`,
        todo: 'Si vous avez décoché une autorisation, recommencez et laissez-les toutes cochées. S’il n’y avait rien à cocher, envoyez les informations ci-dessous à votre administrateur.',
      },
      noRefreshToken: {
        headline: (service) => `${service} n’a pas émis de jeton pour Notes`,
        happened:
          'La connexion a réussi, mais l’application que ce site utilise n’obtient pas de jeton durable (refresh token, offline access).',
        todo: 'Seul votre administrateur peut changer cela dans l’application. Envoyez-lui les informations ci-dessous.',
      },
      notForBrowsers: {
        headline: 'Cette adresse est réservée à HCL Notes',
        happened: 'Elle répond au client Notes, pas à un navigateur ni à un autre site.',
        todo: 'Allez à la page d’accueil pour connecter votre service de réunion.',
      },
      notFound: {
        headline: 'Cette page n’existe pas',
        happened: 'Il n’y a rien à cette adresse, ou le service de réunion n’est pas activé ici.',
        todo: 'Vérifiez l’adresse ou allez à la page d’accueil. Si HCL Notes a ouvert cette page, prévenez votre administrateur.',
      },
      nowhere: {
        headline: 'Il n’y a pas de site à cette adresse',
        happened: 'Le serveur fonctionne, mais aucun de ses sites ne porte ce nom ou ce chemin.',
        todo: 'Vérifiez l’adresse. Si HCL Notes a ouvert cette page, votre administrateur doit corriger l’URL racine dans Notes.',
      },
      rateLimited: {
        headline: 'Trop de requêtes en ce moment',
        happened: 'Il en arrive plus que ce site ou le service de réunion ne peut en traiter.',
        todo: 'Attendez une minute, puis réessayez. Si le problème persiste, prévenez votre administrateur.',
      },
      ourFault: {
        headline: 'Un problème est survenu sur ce site',
        happened: 'Une erreur inattendue s’est produite.',
        todo: 'Réessayez. Si cela se reproduit, envoyez les informations ci-dessous à votre administrateur.',
      },
      serviceTrouble: {
        headline: (service) => `${service} ne répond pas correctement`,
        happened: 'Le service est injoignable, a mis trop de temps ou signale lui-même un problème.',
        todo: 'Attendez quelques minutes, puis réessayez. Si le problème persiste, envoyez les informations ci-dessous à votre administrateur.',
      },
      siteUnavailable: {
        headline: 'Ce site n’est pas disponible pour le moment',
        happened: 'Sa configuration contient une erreur.',
        todo: 'Réessayez plus tard. Votre administrateur trouvera l’erreur dans le journal du service.',
      },
      other: {
        headline: 'Cela n’a pas fonctionné',
        happened: 'La requête n’a pas pu aboutir.',
        todo: 'Réessayez. Si cela se reproduit, envoyez les informations ci-dessous à votre administrateur.',
      },
    },
    nextHeading: 'Que faire',
    startAgain: 'Recommencer',
    adminHeading: 'Pour les administrateurs',
    adminConsent: 'Approuvez l’application une fois pour toute votre organisation, directement ici.',
    adminLink: 'Approuver l’application',
    sendLink: 'Lien à envoyer à votre administrateur',
    mayNeedAdmin: (service) =>
      `${service} a-t-il indiqué qu’un administrateur doit approuver l’application\u00a0? Dans ce cas, envoyez le lien ci-dessous à votre administrateur.`,
    adminConsentWithoutLink:
      'Envoyez les informations ci-dessous à votre administrateur, qui peut approuver l’application auprès du service. Une fois l’application approuvée, recommencez depuis HCL Notes.',
    detailsHeading: 'Informations pour l’assistance',
    requestId: 'ID de la requête',
    time: 'Heure',
    status: 'Statut HTTP',
    code: 'Erreur',
    service: 'Service',
    copyDetails: 'Copier les informations',
    detailsCopied: 'Les informations sont dans le presse-papiers.',
  },

  consent: {
    heading: 'L’application est approuvée',
    lead: (service) =>
      `${service} signale qu’un administrateur a approuvé l’application pour toute l’organisation.`,
    next: 'Toute l’organisation peut maintenant connecter son service de réunion. L’approbation peut mettre quelques minutes à prendre effet.',
    start: 'Obtenir un jeton',
  },

  check: {
    title: 'Test de connexion',
    lead: 'Voici comment votre requête est arrivée au serveur. Ces informations ne contiennent aucun jeton\u00a0: vous pouvez les envoyer à votre administrateur.',
    yes: 'oui',
    no: 'non',
    labels: {
      address_known: 'L’adresse appartient à un site de ce serveur',
      site_in_service: 'Le site est en service',
      public_url: 'Adresse publique',
      host_is_public_host: 'Le nom d’hôte est celui de l’adresse publique',
      scheme: 'Protocole',
      http_version: 'Version HTTP',
      client_address: 'Votre adresse réseau',
      forwarded: 'Un proxy a ajouté son en-tête',
      authorization_present: 'Un en-tête Authorization est arrivé',
      authorization_is_bearer: 'Il commence par «\u00a0Bearer\u00a0»',
      authorization_length: 'Sa longueur en caractères',
      header_bytes: 'Taille de tous les en-têtes en octets',
    },
  },
};
