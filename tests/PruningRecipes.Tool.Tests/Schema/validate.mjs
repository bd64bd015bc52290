// Validates recipes against the schema, all in one process. Reads { schema, recipes: { name: yaml } } from the standard
// input; writes { examples: [...], results: { name: [...] } }: what is wrong with the schema's own examples, and with
// each recipe.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[2]);
const Ajv = require("ajv/dist/2020").default;
const { parse } = require("yaml");

const { schema, recipes } = JSON.parse(readFileSync(0, "utf8"));
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
const validate = ajv.compile(schema);

const examples = [];
const visit = (node, path) => {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node.examples)) {
    const check = ajv.compile({ ...node, $defs: schema.$defs });
    node.examples.filter((example) => !check(example)).forEach((example) => examples.push(`${path}: ${JSON.stringify(example)}`));
  }
  Object.entries(node).forEach(([key, value]) => visit(value, `${path}/${key}`));
};
visit(schema, "");

const results = {};
for (const [name, text] of Object.entries(recipes)) {
  const errors = validate(parse(text)) ? [] : validate.errors;
  results[name] = errors.map((error) => `${error.instancePath} ${error.message}`);
}
console.log(JSON.stringify({ examples, results }));
