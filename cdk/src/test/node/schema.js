// Holds templates against CloudFormation's schema, as @aws-cdk/aws-service-spec has it: types and
// properties that are not known, required ones that are missing, values out of an enumeration, and
// kinds that do not fit. Prints a line for each problem; ends with status 1 where there is one.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const { loadAwsServiceSpecSync } = createRequire(path.join(process.cwd(), 'x'))('@aws-cdk/aws-service-spec');

const db = loadAwsServiceSpecSync();
const problems = [];

const isIntrinsic = (value) => {
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
};

function checkObject(at, value, properties) {
  for (const [name, inner] of Object.entries(value)) {
    const property = properties[name];
    if (property) checkValue(`${at}.${name}`, inner, property.type);
    else problems.push(`${at}.${name}: is not known`);
  }
  for (const [name, property] of Object.entries(properties)) {
    if (property.required && !(name in value)) problems.push(`${at}.${name}: is missing`);
  }
}

function checkValue(at, value, type) {
  if (!type || value === null) return;
  const object = typeof value === 'object' && !Array.isArray(value);
  if (object && isIntrinsic(value)) return;
  switch (type.type) {
    case 'ref':
      if (object) checkObject(at, value, db.get('typeDefinition', type.reference.$ref).properties);
      else problems.push(`${at}: is no object`);
      break;
    case 'array':
      if (Array.isArray(value)) value.forEach((x, i) => checkValue(`${at}[${i}]`, x, type.element));
      else problems.push(`${at}: is no list`);
      break;
    case 'map':
      if (object) for (const [k, x] of Object.entries(value)) checkValue(`${at}.${k}`, x, type.element);
      else problems.push(`${at}: is no map`);
      break;
    case 'string':
      if (typeof value === 'object') problems.push(`${at}: is no text`);
      else if (type.allowedValues && !type.allowedValues.includes(String(value)))
        problems.push(`${at}: is '${value}', none of ${type.allowedValues.slice(0, 8).join(', ')}`);
      break;
    case 'integer':
    case 'number':
      if (typeof value === 'object' || Number.isNaN(Number(value))) problems.push(`${at}: is no number`);
      break;
    case 'boolean':
      if (typeof value === 'object' || !['true', 'false'].includes(String(value)))
        problems.push(`${at}: is neither true nor false`);
      break;
    default: // json, unions, tags and dates: anything goes
  }
}

let resources = 0;
for (const file of process.argv.slice(2)) {
  for (const [id, resource] of Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')).Resources)) {
    const [known] = [...db.lookup('resource', 'cloudFormationType', 'equals', resource.Type)];
    if (!known) {
      problems.push(`${id}: the type ${resource.Type} is not known`);
      continue;
    }
    resources++;
    checkObject(`${id} (${resource.Type})`, resource.Properties ?? {}, known.properties);
  }
}
problems.forEach((line) => console.log(line));
console.log(`${resources} resources, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
