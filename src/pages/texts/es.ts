import type { Texts } from './texts.ts';

export const es: Texts = {
  lang: 'es',
  dir: 'ltr',
  product: 'Reuniones en línea para HCL Notes',
  support: 'Ayuda y soporte',
  home: 'Página de inicio',
  language: 'Idioma',
  colon: ': ',
  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed:
    'El navegador no ha permitido copiar. El texto está seleccionado: pulse Ctrl+C, o ⌘C en un Mac.',

  landing: {
    title: 'Conecte su servicio de reuniones',
    lead: 'Solo hay que hacerlo una vez. A partir de entonces, su calendario de HCL Notes crea, actualiza y cancela las reuniones en línea por usted.',
    servicesHeading: '¿Qué servicio utiliza?',
    signInAt: (host) => `Iniciar sesión en ${host}`,
    stepsHeading: 'Cómo funciona',
    steps: [
      'Usted inicia sesión en su servicio de reuniones y permite el acceso a sus reuniones. Su contraseña no sale de allí.',
      'Se muestra un token, una sola vez, y usted lo copia.',
      'Después lo pega en HCL Notes, en «Online Meeting Credentials».',
    ],
    removeHeading: 'Retirar el acceso',
    remove: 'Puede retirar el acceso en cualquier momento, en la página del servicio:',
    rootHeading: 'Para administradores',
    root: 'URL raíz que debe introducirse en Notes',
    emptyHeading: 'No hay ningún servicio de reuniones activado',
    empty: 'Su administrador debe activar un servicio de reuniones antes de que pueda conectarlo a Notes.',
  },

  token: {
    title: (service) => `Configurar ${service} para HCL Notes`,
    copiedTitle: 'Copiado: péguelo ahora en Notes',
    heading: (service) => `Su token de ${service} está listo`,
    lead: 'Cópielo y péguelo en HCL Notes.',
    label: 'Copiar en «Refresh Token»',
    length: (characters) => `${characters} caracteres`,
    show: 'Mostrar',
    copiedStatus: 'El token está en el portapapeles. Continúe en HCL Notes.',
    withoutScript: 'Haga clic en el token para seleccionarlo y cópielo.',
    stepsHeading: 'Pasos siguientes',
    steps: [
      'Copie el token.',
      'Vuelva a «Online Meeting Credentials» en HCL Notes.',
      'Haga clic en «Paste» (Pegar). Notes comprueba el token y lo guarda.',
    ],
    drawing: 'Dibujo del formulario de Notes: el botón «Paste» está junto a «Refresh Token».',
    caution:
      'El token solo se muestra una vez. No lo comparta: quien lo tenga puede gestionar reuniones en su nombre.',
    printed: 'El token no se imprime.',
  },

  error: {
    anyService: 'el servicio de reuniones',
    topics: {
      badRequest: {
        headline: 'Esta página no se puede abrir así',
        happened: 'Este sitio no entiende la solicitud.',
        todo: 'Abra la página de nuevo desde HCL Notes o desde la página de inicio. Si no funciona, avise a su administrador.',
      },
      notCompleted: {
        headline: 'No se ha completado el inicio de sesión',
        happened:
          'Ha tardado demasiado, ya se ha utilizado, se empezó en otro navegador o este navegador no ha guardado la cookie del sitio.',
        todo: 'Empiece de nuevo y termine en este navegador. En HCL Notes no ha cambiado nada.',
      },
      nothingWaiting: {
        headline: 'No hay ningún token que mostrar',
        happened:
          'Un token se muestra una sola vez, y en este navegador no hay ningún inicio de sesión pendiente.',
        todo: 'Si ha copiado el token, continúe en HCL Notes. Empiece de nuevo solo si lo ha perdido: con algunos servicios, como Zoom, el token anterior deja entonces de funcionar.',
      },
      declined: {
        headline: 'No se ha permitido el acceso',
        happened: (service) => `${service} indica que se ha rechazado el permiso.`,
        todo: 'Si quiere que HCL Notes gestione sus reuniones, empiece de nuevo y permita el acceso. En HCL Notes no ha cambiado nada.',
      },
      declinedOrAdmin: {
        headline: 'No se ha permitido el acceso',
        happened: (service) =>
          `${service} indica que no se ha concedido el permiso: se ha rechazado, o solo un administrador puede aprobar la aplicación.`,
        todo: 'Si se le ha pedido la aprobación de un administrador, envíe el enlace de abajo a su administrador; empezar de nuevo no sirve. Si lo ha rechazado usted, puede empezar de nuevo.',
      },
      adminConsent: {
        headline: 'Su administrador debe aprobar antes esta aplicación',
        happened: (service) =>
          `${service} solo permite que la apruebe un administrador de su organización. Hasta entonces, empezar de nuevo no sirve.`,
        todo: 'Envíe el enlace de abajo a su administrador. Cuando la aplicación esté aprobada, empiece de nuevo desde HCL Notes.',
      },
      appRefused: {
        headline: (service) => `${service} no acepta este sitio`,
        happened:
          'La aplicación que utiliza este sitio es desconocida o está desactivada, o su secreto de cliente ha caducado.',
        todo: 'Solo su administrador puede solucionarlo. Envíele los datos de abajo.',
      },
      appNotPublished: {
        headline: 'La aplicación aún no está disponible para su cuenta',
        happened: (service) =>
          `${service} no ha publicado o no ha aprobado la aplicación que utiliza este sitio.`,
        todo: 'Solo su administrador puede conseguir que se publique o se apruebe. Envíele los datos de abajo.',
      },
      scopeRefused: {
        headline: (service) => `${service} ha denegado un permiso`,
        happened: 'La aplicación que utiliza este sitio pide un permiso que no se le ha concedido.',
        todo: 'Solo su administrador puede corregir los permisos de la aplicación. Envíele los datos de abajo.',
      },
      wrongAccount: {
        headline: (service) => `${service} no acepta esta cuenta`,
        happened:
          'No es del tipo adecuado, por ejemplo una cuenta personal, o pertenece a otra organización.',
        todo: 'Empiece de nuevo e inicie sesión con su cuenta de trabajo. Si no se le pregunta qué cuenta usar, cierre antes la sesión en el servicio.',
      },
      blockedByPolicy: {
        headline: 'Su organización no permite este inicio de sesión',
        happened: (service) =>
          `${service} remite a una norma de su organización, por ejemplo sobre dispositivos, redes o quién puede usar la aplicación.`,
        todo: 'Solo su administrador puede cambiar la norma o decirle cómo cumplirla. Envíele los datos de abajo.',
      },
      issuerMismatch: {
        headline: 'El inicio de sesión se ha detenido por seguridad',
        happened: (service) =>
          `La respuesta no procede de la dirección que este sitio espera de ${service}. No se ha emitido ningún token.`,
        todo: 'Solo su administrador puede comprobarlo: quizá la configuración indique un emisor (issuer) equivocado. Envíele los datos de abajo.',
      },
      refused: {
        headline: (service) => `${service} ha rechazado la solicitud`,
        happened: 'El servicio no ha aceptado lo que este sitio ha enviado.',
        todo: 'Solo su administrador puede solucionarlo. Envíele los datos de abajo.',
      },
      expired: {
        headline: 'Este inicio de sesión ya no es válido',
        happened: (service) => `${service} no lo ha aceptado: ha tardado demasiado o ya se ha utilizado.`,
        todo: 'Empiece de nuevo y termine en unos minutos. En HCL Notes no ha cambiado nada.',
      },
      scopeMissing: {
        headline: 'Falta un permiso',
        happened: (service) => `${service} no ha concedido todo lo que necesitan las reuniones en línea.`,
        todo: 'Si desmarcó un permiso, empiece de nuevo y déjelos todos marcados. Si no había nada que marcar, envíe los datos de abajo a su administrador.',
      },
      noRefreshToken: {
        headline: (service) => `${service} no ha emitido ningún token para Notes`,
        happened:
          'Ha iniciado sesión, pero la aplicación que utiliza este sitio no puede obtener un token duradero (refresh token, offline access).',
        todo: 'Solo su administrador puede cambiarlo en la aplicación. Envíele los datos de abajo.',
      },
      notForBrowsers: {
        headline: 'Esta dirección es para HCL Notes',
        happened: 'Responde al cliente de Notes, no a un navegador ni a otro sitio web.',
        todo: 'Vaya a la página de inicio para conectar su servicio de reuniones.',
      },
      notFound: {
        headline: 'Esta página no existe',
        happened: 'No hay nada en esta dirección, o el servicio de reuniones no está activado aquí.',
        todo: 'Compruebe la dirección o vaya a la página de inicio. Si HCL Notes ha abierto esta página, avise a su administrador.',
      },
      nowhere: {
        headline: 'No hay ningún sitio en esta dirección',
        happened: 'El servidor funciona, pero ninguno de sus sitios tiene este nombre o esta ruta.',
        todo: 'Compruebe que la dirección esté bien escrita. Si HCL Notes ha abierto esta página, su administrador debe corregir la URL raíz en Notes.',
      },
      rateLimited: {
        headline: 'Demasiadas solicitudes en este momento',
        happened: 'Llegan más de las que este sitio o el servicio de reuniones puede aceptar.',
        todo: 'Espere un minuto y vuelva a intentarlo. Si sigue ocurriendo, avise a su administrador.',
      },
      ourFault: {
        headline: 'Algo ha fallado en este sitio',
        happened: 'Se ha producido un error inesperado.',
        todo: 'Vuelva a intentarlo. Si se repite, envíe los datos de abajo a su administrador.',
      },
      serviceTrouble: {
        headline: (service) => `${service} no responde correctamente`,
        happened: 'No se ha podido acceder al servicio, ha tardado demasiado o ha notificado un problema.',
        todo: 'Espere unos minutos y vuelva a intentarlo. Si sigue ocurriendo, envíe los datos de abajo a su administrador.',
      },
      siteUnavailable: {
        headline: 'Este sitio no está disponible en este momento',
        happened: 'Su configuración contiene un error.',
        todo: 'Vuelva a intentarlo más tarde. Su administrador encontrará el error en el registro del servicio.',
      },
      other: {
        headline: 'No se ha podido completar',
        happened: 'No se ha podido completar la solicitud.',
        todo: 'Vuelva a intentarlo. Si se repite, envíe los datos de abajo a su administrador.',
      },
    },
    nextHeading: 'Qué hacer',
    startAgain: 'Empezar de nuevo',
    adminHeading: 'Para administradores',
    adminConsent: 'Apruebe la aplicación una vez para toda su organización, directamente aquí.',
    adminLink: 'Aprobar la aplicación',
    sendLink: 'Enlace para enviar a su administrador',
    mayNeedAdmin: (service) =>
      `¿${service} ha indicado que un administrador debe aprobar la aplicación? Entonces envíe el enlace de abajo a su administrador.`,
    adminConsentWithoutLink:
      'Envíe los datos de abajo a su administrador, que puede aprobar la aplicación en el servicio. Cuando esté aprobada, empiece de nuevo desde HCL Notes.',
    detailsHeading: 'Datos para el soporte',
    requestId: 'ID de la solicitud',
    time: 'Hora',
    status: 'Estado HTTP',
    code: 'Error',
    service: 'Servicio',
    copyDetails: 'Copiar los datos',
    detailsCopied: 'Los datos están en el portapapeles.',
  },

  consent: {
    heading: 'La aplicación está aprobada',
    lead: (service) =>
      `${service} indica que un administrador ha aprobado la aplicación para toda la organización.`,
    next: 'Ahora toda la organización puede conectar su servicio de reuniones. La aprobación puede tardar unos minutos en surtir efecto.',
    start: 'Obtener un token',
  },

  check: {
    title: 'Comprobación de la conexión',
    lead: 'Así ha llegado su solicitud al servidor. Estos datos no contienen ningún token, de modo que puede enviarlos a su administrador.',
    yes: 'sí',
    no: 'no',
    labels: {
      address_known: 'La dirección pertenece a un sitio de este servidor',
      site_in_service: 'El sitio está en servicio',
      public_url: 'Dirección pública',
      host_is_public_host: 'El nombre de host es el de la dirección pública',
      scheme: 'Protocolo',
      http_version: 'Versión de HTTP',
      client_address: 'Su dirección de red',
      forwarded: 'Un proxy ha añadido su cabecera',
      authorization_present: 'Ha llegado una cabecera Authorization',
      authorization_is_bearer: 'Empieza por «Bearer»',
      authorization_length: 'Su longitud en caracteres',
      header_bytes: 'Tamaño de todas las cabeceras en bytes',
    },
  },
};
