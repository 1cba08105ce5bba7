// Pointwise values of differential operators in dimension 2:
//   results[0 + node] = u_ab u_ab + nu u_aa - u u u
//   results[960 + node] = u_a v_a
// u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node.
// 960 nodes, all numbers have 32 bits.
// Fields: u, v. Parameters: nu.
@group(0) @binding(0) var<storage, read> fields: array<f32>;
@group(0) @binding(1) var<storage, read_write> results: array<f32>;
@group(0) @binding(2) var<storage, read> parameters: array<f32>;
@group(0) @binding(3) var<storage, read> integers: array<i32>;
@group(0) @binding(4) var<storage, read> numbers: array<f32>;

// Rows of 40 nodes, periodic: first node, number of nodes, first node of each source row.
@compute @workgroup_size(64)
fn rows0(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let invocation = i32(id.x + id.y * groups.x * 64u);
  if (invocation >= 960) { return; }
  let row = 0 + 5 * (invocation / 40);
  let i = invocation % 40;
  if (i >= integers[row + 1]) { return; }
  let m1 = (i - 1 + 40) % 40;
  let i1 = (i + 1 + 40) % 40;
  let c_10 = parameters[0];
  let t0 = fields[0 + integers[row + 2] + i]; // u
  let t2 = t0 * 29.180500030517578f;
  let t3 = fields[0 + integers[row + 3] + i];
  let t4 = fields[0 + integers[row + 4] + i];
  let t5 = t3 + t4;
  let t7 = t5 * 14.590250015258789f;
  let t8 = t7 - t2; // u_00
  let t9 = fields[0 + integers[row + 3] + m1];
  let t10 = fields[0 + integers[row + 4] + m1];
  let t11 = t9 - t10;
  let t13 = fields[0 + integers[row + 3] + i1];
  let t14 = fields[0 + integers[row + 4] + i1];
  let t15 = t13 - t14;
  let t16 = t11 - t15;
  let t18 = t16 * 6.079270839691162f; // u_01
  let t19 = fields[0 + integers[row + 2] + m1];
  let t20 = fields[0 + integers[row + 2] + i1];
  let t21 = t19 + t20;
  let t23 = t21 * 40.528472900390625f;
  let t25 = t0 * 81.05694580078125f;
  let t26 = t23 - t25; // u_11
  let t27 = t3 - t4;
  let t29 = t27 * 1.909859299659729f;
  let t31 = t19 - t20;
  let t33 = t31 * 3.183098793029785f;
  let t35 = fields[960 + integers[row + 3] + i];
  let t36 = fields[960 + integers[row + 4] + i];
  let t37 = t35 - t36;
  let t38 = 1.909859299659729f * t37;
  let t40 = fields[960 + integers[row + 2] + m1];
  let t41 = fields[960 + integers[row + 2] + i1];
  let t42 = t40 - t41;
  let t43 = 3.183098793029785f * t42;
  let t45 = t8 * t8;
  let t46 = t18 * t18;
  let t47 = t26 * t26;
  let t48 = t45 + t47;
  let t50 = t46 * 2f;
  let t51 = t48 + t50;
  let t53 = t8 + t26;
  let t54 = c_10 * t53;
  let t56 = t0 * t0;
  let t57 = t0 * t56;
  let t59 = t51 + t54;
  let t60 = t59 - t57;
  let t61 = t29 * t38;
  let t63 = t33 * t43;
  let t65 = t61 + t63;
  results[0 + integers[row] + i] = t60;
  results[960 + integers[row] + i] = t65;
}
