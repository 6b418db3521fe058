import type { Texts } from './texts.ts';

export const ja: Texts = {
  lang: 'ja',
  dir: 'ltr',
  product: 'HCL Notes オンライン会議連携',
  support: 'ヘルプとサポート',
  home: 'トップページ',
  language: '言語',
  colon: '：',
  copy: 'コピー',
  copied: 'コピーしました',
  copyFailed:
    'ブラウザーがコピーを許可しませんでした。テキストは選択されています。Ctrl+C（Mac では ⌘C）を押してください。',

  landing: {
    title: '会議サービスの接続',
    lead: 'この設定は一度だけで済みます。以後は、HCL Notes のカレンダーがオンライン会議の作成、更新、キャンセルを自動で行います。',
    servicesHeading: 'どのサービスを利用しますか？',
    signInAt: (host) => `${host} でサインイン`,
    stepsHeading: '設定の流れ',
    steps: [
      '会議サービスにサインインし、会議へのアクセスを許可します。パスワードがこのサイトに渡ることはありません。',
      'トークンが一度だけ表示されるので、コピーします。',
      'HCL Notes の「Online Meeting Credentials」に貼り付けます。',
    ],
    removeHeading: 'アクセスの解除',
    remove: 'アクセスは、サービスのページからいつでも解除できます。',
    rootHeading: '管理者向け',
    root: 'Notes に入力するルート URL',
    emptyHeading: '有効な会議サービスがありません',
    empty: 'Notes に接続するには、先に管理者が会議サービスを有効にする必要があります。',
  },

  token: {
    title: (service) => `HCL Notes 用 ${service} の設定`,
    copiedTitle: 'コピー済み：Notes に貼り付けてください',
    heading: (service) => `${service} のトークンを取得しました`,
    lead: 'コピーして、HCL Notes に貼り付けてください。',
    label: '「Refresh Token」にコピー',
    length: (characters) => `${characters} 文字`,
    show: '表示',
    copiedStatus: 'トークンをクリップボードにコピーしました。HCL Notes に戻って続けてください。',
    withoutScript: 'トークンをクリックして選択し、コピーしてください。',
    stepsHeading: '次の手順',
    steps: [
      'トークンをコピーします。',
      'HCL Notes の「Online Meeting Credentials」に戻ります。',
      '「Paste」（貼り付け）をクリックします。Notes がトークンを確認して保存します。',
    ],
    drawing: 'Notes のフォームの図。「Refresh Token」の横に「Paste」ボタンがあります。',
    caution:
      'トークンは一度しか表示されません。他の人に渡さないでください。トークンを持つ人は、あなたの名義で会議を管理できます。',
    printed: 'トークンは印刷されません。',
  },

  error: {
    anyService: '会議サービス',
    topics: {
      badRequest: {
        headline: 'この方法ではページを開けません',
        happened: 'このサイトでは、リクエストの内容を処理できません。',
        todo: 'HCL Notes またはトップページから開き直してください。解決しない場合は、管理者に連絡してください。',
      },
      notCompleted: {
        headline: 'サインインが完了しませんでした',
        happened:
          '時間がかかりすぎた、すでに使用された、別のブラウザーで開始された、またはこのブラウザーがサイトの Cookie を保存しなかった可能性があります。',
        todo: 'もう一度開始し、同じブラウザーで最後まで進めてください。HCL Notes の内容は変わっていません。',
      },
      nothingWaiting: {
        headline: '表示できるトークンがありません',
        happened: 'トークンは一度しか表示されません。このブラウザーには、完了待ちのサインインがありません。',
        todo: 'トークンをコピー済みの場合は、HCL Notes で続けてください。トークンを紛失した場合のみ、もう一度開始してください。Zoom など一部のサービスでは、以前のトークンが使えなくなります。',
      },
      declined: {
        headline: 'アクセスが許可されませんでした',
        happened: (service) => `${service} から、許可が拒否されたとの通知がありました。`,
        todo: 'HCL Notes で会議を管理する場合は、もう一度開始してアクセスを許可してください。HCL Notes の内容は変わっていません。',
      },
      declinedOrAdmin: {
        headline: 'アクセスが許可されませんでした',
        happened: (service) =>
          `${service} から、許可が得られなかったとの通知がありました。拒否されたか、管理者だけがアプリを承認できる設定になっています。`,
        todo: '管理者の承認を求められた場合は、下のリンクを管理者に送ってください。やり直しても先に進めません。ご自身で拒否した場合は、もう一度開始できます。',
      },
      adminConsent: {
        headline: '先に管理者の承認が必要です',
        happened: (service) =>
          `${service} では、組織の管理者だけがこのアプリを承認できます。承認されるまでは、やり直しても先に進めません。`,
        todo: '下のリンクを管理者に送ってください。アプリが承認されたら、HCL Notes からもう一度開始してください。',
      },
      appRefused: {
        headline: (service) => `${service} がこのサイトを受け付けていません`,
        happened:
          'このサイトが使用するアプリが登録されていない、無効になっている、またはクライアント シークレットの期限が切れています。',
        todo: '対処できるのは管理者だけです。下の詳細を管理者に送ってください。',
      },
      appNotPublished: {
        headline: 'このアカウントではまだアプリを利用できません',
        happened: (service) => `このサイトが使用するアプリは、${service} で公開または承認されていません。`,
        todo: '公開や承認の手続きができるのは管理者だけです。下の詳細を管理者に送ってください。',
      },
      scopeRefused: {
        headline: (service) => `${service} が権限を拒否しました`,
        happened: 'このサイトが使用するアプリは、付与されていない権限を要求しています。',
        todo: 'アプリの権限を修正できるのは管理者だけです。下の詳細を管理者に送ってください。',
      },
      wrongAccount: {
        headline: (service) => `このアカウントは ${service} で利用できません`,
        happened: '個人用アカウントなど種類が異なるか、別の組織のアカウントです。',
        todo: 'もう一度開始し、職場のアカウントでサインインしてください。アカウントの選択画面が出ない場合は、先にサービスからサインアウトしてください。',
      },
      blockedByPolicy: {
        headline: '組織のポリシーによりサインインできません',
        happened: (service) =>
          `${service} から、デバイス、ネットワーク、利用者などに関する組織のルールが通知されました。`,
        todo: 'ルールの変更や条件の確認ができるのは管理者だけです。下の詳細を管理者に送ってください。',
      },
      issuerMismatch: {
        headline: '安全のためサインインを中止しました',
        happened: (service) =>
          `応答が、${service} として設定されている発行元からのものではありませんでした。トークンは発行されていません。`,
        todo: '確認できるのは管理者だけです。設定の発行元（issuer）が誤っている可能性があります。下の詳細を管理者に送ってください。',
      },
      refused: {
        headline: (service) => `${service} がリクエストを拒否しました`,
        happened: 'このサイトが送信した内容は、サービスに受け付けられませんでした。',
        todo: '対処できるのは管理者だけです。下の詳細を管理者に送ってください。',
      },
      expired: {
        headline: 'このサインインは無効になりました',
        happened: (service) =>
          `${service} に受け付けられませんでした。時間がかかりすぎたか、すでに使用されています。`,
        todo: 'もう一度開始し、数分以内に完了してください。HCL Notes の内容は変わっていません。',
      },
      scopeMissing: {
        headline: '必要な権限が不足しています',
        happened: (service) => `${service} から、オンライン会議に必要な権限がすべては付与されませんでした。`,
        todo: '権限のチェックを外した場合は、もう一度開始し、すべてチェックしたまま進めてください。選択する項目がなかった場合は、下の詳細を管理者に送ってください。',
      },
      noRefreshToken: {
        headline: (service) => `${service} から Notes 用のトークンが発行されませんでした`,
        happened:
          'サインインはできましたが、このサイトが使用するアプリでは長期間有効なトークン（refresh token、offline access）を取得できません。',
        todo: 'アプリの設定を変更できるのは管理者だけです。下の詳細を管理者に送ってください。',
      },
      notForBrowsers: {
        headline: 'これは HCL Notes 専用のアドレスです',
        happened: 'Notes クライアントにのみ応答し、ブラウザーや他の Web サイトには応答しません。',
        todo: '会議サービスを接続するには、トップページに移動してください。',
      },
      notFound: {
        headline: 'ページが見つかりません',
        happened: 'このアドレスには何もないか、会議サービスがここでは有効になっていません。',
        todo: 'アドレスを確認するか、トップページに移動してください。HCL Notes からこのページが開いた場合は、管理者に連絡してください。',
      },
      nowhere: {
        headline: 'このアドレスにサイトはありません',
        happened: 'サーバーは動作していますが、この名前またはパスのサイトはありません。',
        todo: 'アドレスに誤りがないか確認してください。HCL Notes からこのページが開いた場合は、管理者が Notes のルート URL を修正する必要があります。',
      },
      rateLimited: {
        headline: '現在、アクセスが集中しています',
        happened: 'このサイトまたは会議サービスが受け付けられる数を超えています。',
        todo: '1 分ほど待ってから、もう一度お試しください。続く場合は、管理者に連絡してください。',
      },
      ourFault: {
        headline: 'このサイトで問題が発生しました',
        happened: '予期しないエラーが発生しました。',
        todo: 'もう一度お試しください。繰り返す場合は、下の詳細を管理者に送ってください。',
      },
      serviceTrouble: {
        headline: (service) => `${service} から正常な応答がありません`,
        happened: '接続できない、応答に時間がかかりすぎた、またはサービス側で問題が発生しています。',
        todo: '数分待ってから、もう一度お試しください。続く場合は、下の詳細を管理者に送ってください。',
      },
      siteUnavailable: {
        headline: 'このサイトは現在利用できません',
        happened: 'サイトの設定に誤りがあります。',
        todo: '時間をおいて、もう一度お試しください。誤りの内容は、管理者がサービスのログで確認できます。',
      },
      other: {
        headline: '処理できませんでした',
        happened: 'リクエストを完了できませんでした。',
        todo: 'もう一度お試しください。繰り返す場合は、下の詳細を管理者に送ってください。',
      },
    },
    nextHeading: '対処方法',
    startAgain: 'もう一度開始',
    adminHeading: '管理者向け',
    adminConsent: '組織全体に対して、アプリをここから一度で承認できます。',
    adminLink: 'アプリを承認',
    sendLink: '管理者に送るリンク',
    mayNeedAdmin: (service) =>
      `${service} に「管理者の承認が必要」と表示された場合は、下のリンクを管理者に送ってください。`,
    adminConsentWithoutLink:
      '下の詳細を管理者に送り、サービス側でアプリを承認するよう依頼してください。承認されたら、HCL Notes からもう一度開始してください。',
    detailsHeading: 'サポート用の詳細',
    requestId: 'リクエスト ID',
    time: '日時',
    status: 'HTTP ステータス',
    code: 'エラー',
    service: 'サービス',
    copyDetails: '詳細をコピー',
    detailsCopied: '詳細をクリップボードにコピーしました。',
  },

  consent: {
    heading: 'アプリが承認されました',
    lead: (service) => `${service} から、管理者が組織全体に対してアプリを承認したとの通知がありました。`,
    next: '組織の全員が会議サービスを接続できるようになりました。承認が反映されるまで、数分かかることがあります。',
    start: 'トークンを取得',
  },

  check: {
    title: '接続の確認',
    lead: 'サーバーに届いたリクエストの内容です。トークンは含まれていないので、管理者に送っても問題ありません。',
    yes: 'はい',
    no: 'いいえ',
    labels: {
      address_known: 'アドレスがこのサーバーのサイトのものである',
      site_in_service: 'サイトが稼働している',
      public_url: '公開アドレス',
      host_is_public_host: 'ホスト名が公開アドレスと一致する',
      scheme: 'プロトコル',
      http_version: 'HTTP バージョン',
      client_address: 'お使いの端末のネットワークアドレス',
      forwarded: 'プロキシのヘッダーがある',
      authorization_present: 'Authorization ヘッダーが届いた',
      authorization_is_bearer: '「Bearer」で始まる',
      authorization_length: 'その長さ（文字数）',
      header_bytes: '全ヘッダーのサイズ（バイト）',
    },
  },
};
