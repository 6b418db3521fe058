import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

export interface Knowledge {
  /** Every metric and recording rule that an expression may name, with all its labels. */
  readonly metrics: ReadonlyMap<string, ReadonlySet<string>>;
  /** Labels whose values come from a fixed list: a matcher has to match one of them. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface CheckedExpression {
  readonly faults: readonly string[];
  /** Labels that the result may have. */
  readonly labels: ReadonlySet<string>;
}

type Value = { readonly kind: 'scalar' } | { readonly kind: 'vector'; readonly labels: ReadonlySet<string> };

const SCALAR: Value = { kind: 'scalar' };
const vector = (labels: Iterable<string> = []): Value => ({ kind: 'vector', labels: new Set(labels) });
const SET_OPERATORS = ['And', 'Unless', 'Or'];

/**
 * Checks a PromQL expression without a Prometheus: syntax, then each metric, label and label value that it names, and
 * whether two sides of an operator can match at all. The mistakes found here have no error message in Prometheus: the
 * result is just empty, and an alert never fires.
 */
export function checkExpression(expression: string, knowledge: Knowledge): CheckedExpression {
  const tree = parser.parse(expression);
  const faults: string[] = [];
  tree.iterate({
    enter: ({ type, from }) => {
      // The first one counts: the parser goes on and finds others in what is left.
      if (type.isError && faults.length === 0) {
        faults.push(`syntax error at character ${from + 1}: ${expression.slice(from)}`);
      }
    },
  });
  if (faults.length > 0) return { faults, labels: new Set() };

  const textOf = ({ from, to }: SyntaxNode): string => expression.slice(from, to);
  const namesIn = (node: SyntaxNode | null): string[] => node?.getChildren('LabelName').map(textOf) ?? [];
  const require = (names: readonly string[], labels: ReadonlySet<string>, where: SyntaxNode): void => {
    for (const name of names) {
      if (!labels.has(name)) faults.push(`"${name}" is no label of ${textOf(where)}`);
    }
  };

  function checkNode(node: SyntaxNode): Value {
    switch (node.name) {
      case 'NumberDurationLiteral':
      case 'StringLiteral':
        return SCALAR;
      case 'VectorSelector':
        return checkSelector(node);
      case 'FunctionCall':
        return checkCall(node);
      case 'AggregateExpr':
        return checkAggregation(node);
      case 'BinaryExpr':
        return checkBinary(node);
      default:
        // Brackets, a range, an offset, a sign: what they hold comes first, or last after the sign.
        return checkNode(operandsOf(node)[0] ?? unreachable(node));
    }
  }

  function checkSelector(node: SyntaxNode): Value {
    const identifier = node.getChild('Identifier');
    const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(
      (matcher) => ({
        label: textOf(matcher.getChild('LabelName') ?? unreachable(matcher)),
        operator: textOf(matcher.getChild('MatchOp') ?? unreachable(matcher)),
        value: textOf(matcher.getChild('StringLiteral') ?? unreachable(matcher)).slice(1, -1),
      }),
    );
    if (identifier === null) {
      faults.push(`${textOf(node)} names no metric`);
      return SCALAR;
    }
    const labels = knowledge.metrics.get(textOf(identifier));
    if (labels === undefined) {
      faults.push(`${textOf(identifier)} is no metric`);
      return SCALAR;
    }
    require(matchers.map(({ label }) => label), labels, identifier);
    for (const { label, operator, value } of matchers) {
      const known = knowledge.values.get(label);
      if (known === undefined || !labels.has(label)) continue;
      const wanted = operator.endsWith('~') ? value.split('|').map(toPattern) : [value];
      for (const item of wanted) {
        const fits = typeof item === 'string' ? known.has(item) : [...known].some((each) => item.test(each));
        if (!fits) faults.push(`${label} is never ${typeof item === 'string' ? item : item.source}`);
      }
    }
    return vector(labels);
  }

  function checkCall(node: SyntaxNode): Value {
    const name = textOf(node.getChild('FunctionIdentifier') ?? unreachable(node));
    const args = operandsOf(node.getChild('FunctionCallBody') ?? unreachable(node));
    const values = args.map(checkNode);
    const inner = values.find((value) => value.kind === 'vector');
    if (name === 'time' || name === 'scalar' || inner === undefined) return SCALAR;
    if (name.startsWith('absent')) return vector();
    if (name === 'histogram_quantile') {
      require(['le'], inner.labels, node);
      return vector([...inner.labels].filter((label) => label !== 'le'));
    }
    if (name === 'label_replace' || name === 'label_join') {
      return vector([...inner.labels, textOf(args[1] ?? unreachable(node)).slice(1, -1)]);
    }
    return inner;
  }

  function checkAggregation(node: SyntaxNode): Value {
    const operand = operandsOf(node.getChild('FunctionCallBody') ?? unreachable(node)).at(-1);
    const inner = checkNode(operand ?? unreachable(node));
    // Of no known metric: reported already.
    if (inner.kind === 'scalar') return SCALAR;
    const { labels } = inner;
    const modifier = node.getChild('AggregateModifier');
    const names = namesIn(modifier?.getChild('GroupingLabels') ?? null);
    require(names, labels, node);
    if (/^(topk|bottomk)\b/.test(textOf(node))) return inner;
    return vector(
      modifier?.getChild('Without') ? [...labels].filter((label) => !names.includes(label)) : names,
    );
  }

  function checkBinary(node: SyntaxNode): Value {
    const [leftNode = unreachable(node), rightNode = unreachable(node)] = operandsOf(node);
    const left = checkNode(leftNode);
    const right = checkNode(rightNode);
    if (left.kind === 'scalar') return right;
    if (right.kind === 'scalar') return left;
    const operator = SET_OPERATORS.find((name) => node.getChild(name));
    if (operator === 'Or') return vector([...left.labels, ...right.labels]);

    const clause = node.getChild('MatchingModifierClause');
    const [on = null, included = null] = clause?.getChildren('GroupingLabels') ?? [];
    const names = namesIn(on);
    if (clause?.getChild('On')) {
      require(names, left.labels, leftNode);
      require(names, right.labels, rightNode);
    } else {
      const only = [...left.labels].filter((label) => !right.labels.has(label));
      const others = [...right.labels].filter((label) => !left.labels.has(label));
      const unmatched = [...only, ...others].filter((label) => !names.includes(label));
      if (unmatched.length > 0)
        faults.push(`${textOf(node)}: the sides never match, they differ in ${unmatched}`);
    }
    if (operator !== undefined) return left;
    if (clause?.getChild('GroupLeft')) {
      require(namesIn(included), right.labels, rightNode);
      return vector([...left.labels, ...namesIn(included)]);
    }
    if (clause?.getChild('GroupRight')) {
      require(namesIn(included), left.labels, leftNode);
      return vector([...right.labels, ...namesIn(included)]);
    }
    return clause?.getChild('On') ? vector(names) : left;
  }

  const top = checkNode(tree.topNode);
  return { faults, labels: top.kind === 'vector' ? top.labels : new Set() };
}

const OPERANDS = [
  'NumberDurationLiteral',
  'StringLiteral',
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'ParenExpr',
  'UnaryExpr',
  'FunctionCall',
  'AggregateExpr',
  'BinaryExpr',
];

function operandsOf(node: SyntaxNode): SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (OPERANDS.includes(child.name)) operands.push(child);
  }
  return operands;
}

/** Prometheus anchors every pattern at both ends. */
function toPattern(alternative: string): RegExp {
  return new RegExp(`^(?:${alternative})$`);
}

function unreachable(node: SyntaxNode): never {
  throw new Error(`the grammar has no ${node.name} like this`);
}
