// An error may be let go, but never without a word beside it that says why.

const nothing = (node) =>
  (node.type === 'BlockStatement' && node.body.length === 0) ||
  (node.type === 'Identifier' && node.name === 'undefined') ||
  (node.type === 'Literal' && node.value === null);

const isFunction = (node) =>
  node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';

const statementOf = (node) => {
  let at = node;
  while (at.parent && !/Statement$|Declaration$|^Program$/.test(at.type)) at = at.parent;
  return at;
};

/** Reports `catch {}` and `.catch(() => undefined)` that have no comment inside, or directly before their statement. */
export const saySoWhenSwallowing = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      silent: 'Say in a comment why this error may be let go, or do something about it.',
    },
  },
  create: ({ sourceCode, report }) => ({
    CatchClause(node) {
      if (node.body.body.length === 0 && sourceCode.getCommentsInside(node).length === 0)
        report({ node, messageId: 'silent' });
    },
    'CallExpression[callee.property.name="catch"]'(node) {
      const [handler] = node.arguments;
      if (!isFunction(handler) || handler.params.length > 0 || !nothing(handler.body)) return;
      const statement = statementOf(node);
      const said =
        sourceCode.getCommentsInside(node).length + sourceCode.getCommentsBefore(statement).length;
      if (said === 0) report({ node, messageId: 'silent' });
    },
  }),
};
